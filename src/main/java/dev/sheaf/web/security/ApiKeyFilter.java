package dev.sheaf.web.security;

import dev.sheaf.access.Callers;
import dev.sheaf.access.KeyHolder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Signs in whoever brings a good key in `X-Api-Key`, for this request only.
final class ApiKeyFilter extends OncePerRequestFilter {

    static final String HEADER = "X-Api-Key";

    private final Callers callers;

    ApiKeyFilter(Callers callers) {
        this.callers = callers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (key != null) {
            callers.byKey(key).ifPresent(holder -> {
                var context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new SignedIn(
                        holder.caller(),
                        holder.scopes(),
                        () -> callers.again(holder).map(KeyHolder::caller)));
                SecurityContextHolder.setContext(context);
            });
        }
        chain.doFilter(request, response);
    }
}
