package dev.sheaf.web.security;

import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses URLs and headers that no honest caller sends. The container itself takes somewhat more, so that what is
/// too large can be told which of both it is.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestSizeFilter extends OncePerRequestFilter {

    private static final int GREATEST_URL = 8 * 1024;
    private static final int GREATEST_HEADERS = 16 * 1024;

    private final Errors errors;

    RequestSizeFilter(Errors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > GREATEST_URL) {
            errors.write(
                    response,
                    ErrorCode.URI_TOO_LONG,
                    "The URL is longer than " + GREATEST_URL + " characters. Leave out what it need not say.");
        } else if (sizeOfHeaders(request) > GREATEST_HEADERS) {
            errors.write(
                    response,
                    ErrorCode.HEADERS_TOO_LARGE,
                    "The headers have more than " + GREATEST_HEADERS
                            + " characters together. Send fewer or shorter ones.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static int sizeOfHeaders(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .mapToInt(name -> Collections.list(request.getHeaders(name)).stream()
                        .mapToInt(value -> name.length() + value.length())
                        .sum())
                .sum();
    }
}
