package dev.sheaf.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes whoever has a session, and brings no key, for who they are.
final class SessionFilter extends OncePerRequestFilter {

    private final Sessions sessions;

    SessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader(ApiKeyFilter.HEADER) == null) {
            sessions.signedIn(request).ifPresent(signedIn -> {
                var context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(signedIn);
                SecurityContextHolder.setContext(context);
            });
        }
        chain.doFilter(request, response);
    }

    /// The session is there when a stream goes on in another thread, too.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
