package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.web.Outage;
import dev.sheaf.web.RequestId;
import dev.sheaf.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/// What goes wrong on a page is said on a page.
@ControllerAdvice(basePackages = {"dev.sheaf.web.ui", "dev.sheaf.web.docs"})
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    private final Accounts accounts;

    PageErrors(Accounts accounts) {
        this.accounts = accounts;
    }

    @ExceptionHandler
    ModelAndView any(Exception e, HttpServletRequest request) throws Exception {
        if (Outage.caused(e)) {
            // One page tells of it, wherever the database was missed first.
            throw e;
        }
        HttpStatusCode status = status(e);
        if (status.is5xxServerError()) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        }
        var page = new ModelAndView("error", status);
        page.addObject("status", status.value());
        page.addObject("requestId", RequestId.current());
        page.addObject("visitor", status.is5xxServerError() ? null : visitor());
        return page;
    }

    private static HttpStatusCode status(Exception e) {
        return switch (e) {
            case PageNotFound _ -> HttpStatus.NOT_FOUND;
            case InvalidParameterException _ -> HttpStatus.BAD_REQUEST;
            case ErrorResponse known -> known.getStatusCode();
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private @Nullable Account visitor() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
                ? accounts.find(signedIn.getPrincipal().id()).orElse(null)
                : null;
    }
}
