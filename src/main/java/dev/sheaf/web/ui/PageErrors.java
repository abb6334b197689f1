package dev.sheaf.web.ui;

import dev.sheaf.web.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/// What goes wrong on a page is said on a page.
@ControllerAdvice(basePackages = {"dev.sheaf.web.ui", "dev.sheaf.web.docs"})
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    @ExceptionHandler
    ModelAndView any(Exception e, HttpServletRequest request, Model model) {
        HttpStatusCode status = e instanceof PageNotFound
                ? HttpStatus.NOT_FOUND
                : e instanceof ErrorResponse known ? known.getStatusCode() : HttpStatus.INTERNAL_SERVER_ERROR;
        if (status.is5xxServerError()) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        }
        var page = new ModelAndView("error", status);
        page.addObject("status", status.value());
        page.addObject("requestId", RequestId.current());
        return page;
    }
}
