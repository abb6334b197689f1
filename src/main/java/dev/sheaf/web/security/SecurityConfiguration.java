package dev.sheaf.web.security;

import dev.sheaf.access.Callers;
import dev.sheaf.access.KeyScope;
import dev.sheaf.access.RateLimits;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// What a request must bring before a controller sees it.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /// Only the description of the API and the health of the node are open; whatever else there is, or is not, needs
    /// a key.
    @Bean
    SecurityFilterChain everything(
            HttpSecurity http,
            Callers callers,
            Sessions sessions,
            CsrfTokenRepository tokens,
            RateLimits limits,
            Errors errors,
            Clock clock) {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/api/v1/schema", "/health/ready", "/health/live")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/**")
                        .hasAuthority(KeyScope.EXPORTS_WRITE.text())
                        .requestMatchers(HttpMethod.DELETE, "/api/v1/**")
                        .hasAuthority(KeyScope.EXPORTS_WRITE.text())
                        .requestMatchers("/api/v1/**")
                        .hasAuthority(KeyScope.EXPORTS_READ.text())
                        .anyRequest()
                        .authenticated())
                .addFilterBefore(new ApiKeyFilter(callers), AuthorizationFilter.class)
                .addFilterAfter(new SessionFilter(sessions), ApiKeyFilter.class)
                .addFilterAfter(new RateLimitFilter(limits, errors, clock), SessionFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthorized(errors)).accessDeniedHandler(forbidden(errors)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens).requireCsrfProtectionMatcher(bySession()))
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /// A browser sends a session by itself, so a change asked for with one must bring a token, too.
    private static RequestMatcher bySession() {
        return request -> request.getHeader(ApiKeyFilter.HEADER) == null
                && CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request)
                && request.getSession(false) != null;
    }

    private static AuthenticationEntryPoint unauthorized(Errors errors) {
        return (_, response, _) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "ApiKey realm=\"sheaf\", header=\"X-Api-Key\"");
            errors.write(
                    response,
                    ErrorCode.UNAUTHORIZED,
                    "Send a valid API key in the header X-Api-Key. This one is missing, unknown, expired or revoked.");
        };
    }

    private static AccessDeniedHandler forbidden(Errors errors) {
        return (request, response, denied) -> {
            if (denied instanceof CsrfException) {
                errors.write(
                        response,
                        ErrorCode.FORBIDDEN,
                        "A change by a signed-in browser needs the header X-CSRF-TOKEN. Reload the page, or send a key.");
                return;
            }
            boolean reads = Set.of("GET", "HEAD", "OPTIONS").contains(request.getMethod());
            KeyScope needed = reads ? KeyScope.EXPORTS_READ : KeyScope.EXPORTS_WRITE;
            errors.write(
                    response,
                    ErrorCode.FORBIDDEN,
                    "This key may not be used for that. Use one with the scope " + needed.text() + ".");
        };
    }

    /// There are no passwords here; this keeps the framework from making up a user with one.
    @Bean
    UserDetailsService nobody() {
        return name -> {
            throw new UsernameNotFoundException("There are no passwords here");
        };
    }
}
