package dev.sheaf.web.security;

import dev.sheaf.access.Callers;
import dev.sheaf.access.KeyScope;
import dev.sheaf.access.RateLimits;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
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
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/// What a request must bring before a controller sees it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInSettings.class)
class SecurityConfiguration {

    /// Only the description of the API and the health of the node are open; whatever else there is, or is not, needs
    /// a key.
    @Bean
    SecurityFilterChain everything(
            HttpSecurity http,
            Callers callers,
            Sessions sessions,
            CsrfTokenRepository csrf,
            RateLimits limits,
            Errors errors,
            Clock clock,
            SignInSettings settings) {
        AuthenticationEntryPoint unauthorized = unauthorized(errors, settings);
        if (settings.jwt() != null) {
            var tokens = new Tokens(callers, clock, settings.jwt());
            http.oauth2ResourceServer(server -> server.authenticationEntryPoint(unauthorized)
                    .jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(tokens::signIn)));
        }
        http.cors(AbstractHttpConfigurer::disable);
        if (!settings.corsOrigins().isEmpty()) {
            http.addFilter(cors(settings.corsOrigins(), errors));
        }
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
                // In this order: one after another, and all before anything is allowed or refused.
                .addFilterBefore(new ApiKeyFilter(callers, settings.keyParameter()), AuthorizationFilter.class)
                .addFilterBefore(new SessionFilter(sessions), AuthorizationFilter.class)
                .addFilterBefore(new RateLimitFilter(limits, errors, clock), AuthorizationFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthorized).accessDeniedHandler(forbidden(errors)))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(change -> change.csrfTokenRepository(csrf).requireCsrfProtectionMatcher(bySession()))
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

    private static AuthenticationEntryPoint unauthorized(Errors errors, SignInSettings settings) {
        return (_, response, _) -> {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "ApiKey realm=\"sheaf\", header=\"X-Api-Key\"");
            if (settings.jwt() != null) {
                response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"sheaf\"");
            }
            errors.write(
                    response,
                    ErrorCode.UNAUTHORIZED,
                    "Send a valid API key in the header X-Api-Key. This one is missing, unknown, expired or revoked.");
        };
    }

    /// Scripts of these sites may use the API with a key; cookies are never sent for them.
    private static CorsFilter cors(List<String> origins, Errors errors) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(origins);
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "DELETE"));
        allowed.setAllowedHeaders(List.of(
                "X-Api-Key",
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "If-None-Match",
                "Last-Event-ID",
                "X-Request-Id"));
        allowed.setExposedHeaders(List.of(
                "Allow",
                "Content-Language",
                "ETag",
                "Idempotent-Replayed",
                "Location",
                "Retry-After",
                "X-Request-Id",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset"));
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/v1/**", allowed);
        var filter = new CorsFilter(source);
        filter.setCorsProcessor(new DefaultCorsProcessor() {
            @Override
            protected void rejectRequest(ServerHttpResponse response) throws IOException {
                errors.write(
                        ((ServletServerHttpResponse) response).getServletResponse(),
                        ErrorCode.FORBIDDEN,
                        "Scripts of this site may not do that here. Send the request from your own server.");
            }
        });
        return filter;
    }

    /// Unknown methods go on to the routes, which answer 405 and say what there is.
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
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
