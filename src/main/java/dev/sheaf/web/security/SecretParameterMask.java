package dev.sheaf.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps keys that stand in a query, and what opens a session or an account once, out of whatever prints queries, such
/// as the framework's log of details; also where nobody takes them from there.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class SecretParameterMask extends OncePerRequestFilter {

    private static final Set<String> SECRETS = Set.of(ApiKeyFilter.PARAMETER, "code", "token");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        chain.doFilter(query == null ? request : new Masked(request, masked(query)), response);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static String masked(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(parameter -> isSecret(parameter) ? parameter.split("=", 2)[0] + "=***" : parameter)
                .collect(Collectors.joining("&"));
    }

    private static boolean isSecret(String parameter) {
        try {
            return SECRETS.contains(URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Parameters are still those that were sent.
    private static final class Masked extends HttpServletRequestWrapper {

        private final String query;

        Masked(HttpServletRequest request, String query) {
            super(request);
            this.query = query;
        }

        @Override
        public @Nullable String getQueryString() {
            return query;
        }
    }
}
