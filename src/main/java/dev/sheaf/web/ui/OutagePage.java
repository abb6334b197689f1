package dev.sheaf.web.ui;

import dev.sheaf.web.Outage;
import dev.sheaf.web.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/// Tells people on a page that the database is away, and programs as before. It stands in front of everything that
/// asks the database, sessions among it.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OutagePage extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(OutagePage.class);

    private final ViewResolver views;
    private final LocaleResolver language;

    OutagePage(@Qualifier("thymeleafViewResolver") ViewResolver views, LocaleResolver language) {
        this.views = views;
        this.language = language;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !isForPeople(request);
    }

    /// Whether a browser asks for a page.
    static boolean isForPeople(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return !request.getRequestURI().startsWith("/api/") && accept != null && accept.contains("text/html");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (!Outage.caused(e) || response.isCommitted()) {
                throw e;
            }
            LOG.warn("{} {} failed for the moment: {}", request.getMethod(), request.getRequestURI(), e.toString());
            show(request, response);
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        response.resetBuffer();
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader(HttpHeaders.RETRY_AFTER, Outage.RETRY_AFTER);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Where no controller is reached, nobody else tells the page in which language it is.
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, language);
        try {
            View page = views.resolveViewName("error", language.resolveLocale(request));
            if (page != null) {
                page.render(Map.of("status", 503, "requestId", RequestId.current()), request, response);
            }
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
