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

/// What a request must bring before a controller sees it.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /// Only the description of the API and the health of the node are open; whatever else there is, or is not, needs
    /// a key.
    @Bean
    SecurityFilterChain everything(HttpSecurity http, Callers callers, RateLimits limits, Errors errors, Clock clock) {
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
                .addFilterAfter(new RateLimitFilter(limits, errors, clock), ApiKeyFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthorized(errors)).accessDeniedHandler(forbidden(errors)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
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
        return (request, response, _) -> {
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
