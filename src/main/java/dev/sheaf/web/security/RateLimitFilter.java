package dev.sheaf.web.security;

import dev.sheaf.access.RateLimits;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Tells everybody who is signed in how many requests they have left, and turns them away when there are none.
final class RateLimitFilter extends OncePerRequestFilter {

    private final RateLimits limits;
    private final Errors errors;
    private final Clock clock;

    RateLimitFilter(RateLimits limits, Errors errors, Clock clock) {
        this.limits = limits;
        this.errors = errors;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn)) {
            chain.doFilter(request, response);
            return;
        }
        RateLimits.Standing standing = limits.count(signedIn.getPrincipal());
        long reset = standing.reset().getEpochSecond();
        response.setHeader("X-RateLimit-Limit", Integer.toString(standing.limit()));
        response.setHeader("X-RateLimit-Remaining", Integer.toString(standing.remaining()));
        response.setHeader("X-RateLimit-Reset", Long.toString(reset));
        if (standing.allowed()) {
            chain.doFilter(request, response);
            return;
        }
        long wait = Math.max(1, reset - clock.instant().getEpochSecond());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
        errors.write(
                response,
                ErrorCode.TOO_MANY_REQUESTS,
                "You have sent the %,d requests that an hour allows. Send the next in %d seconds."
                        .formatted(standing.limit(), wait));
    }
}
