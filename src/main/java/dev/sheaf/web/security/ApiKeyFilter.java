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

/// Signs in whoever brings a good key in `X-Api-Key`, for this request only. In the query a key counts only where an
/// operator allows it: URLs end up in logs and histories.
final class ApiKeyFilter extends OncePerRequestFilter {

    static final String HEADER = "X-Api-Key";

    static final String PARAMETER = "api_key";

    private final Callers callers;
    private final boolean parameterToo;

    ApiKeyFilter(Callers callers, boolean parameterToo) {
        this.callers = callers;
        this.parameterToo = parameterToo;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (key == null && parameterToo) {
            key = request.getParameter(PARAMETER);
        }
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
