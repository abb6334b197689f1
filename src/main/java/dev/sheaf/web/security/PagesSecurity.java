package dev.sheaf.web.security;

import dev.sheaf.access.Accounts;
import dev.sheaf.access.Callers;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/// The pages: sessions and tokens against forged forms instead of keys, and a policy under which no foreign script,
/// style or frame gets in.
@Configuration(proxyBeanMethods = false)
class PagesSecurity {

    private static final String[] OPEN = {
        "/sign_in", "/sign_in/**", "/welcome", "/assets/**", "/favicon.ico", "/api_documentation/**"
    };
    private static final String[] CLOSED = {"/", "/sign_out", "/reports/**", "/account/**"};

    private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain pages(
            HttpSecurity http,
            Sessions sessions,
            CsrfTokenRepository tokens,
            WebSettings settings,
            Callers callers,
            Accounts accounts) {
        if (settings.oidc() != null) {
            new CompanyAccounts(callers, accounts, sessions, settings, settings.oidc()).offer(http);
        }
        return http.securityMatchers(paths -> paths.requestMatchers(OPEN).requestMatchers(CLOSED))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(OPEN)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .addFilterBefore(new SessionFilter(sessions), AuthorizationFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(signInFirst())
                        .accessDeniedHandler((request, response, _) -> response.sendRedirect(stale(request))))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .cacheControl(cache -> cache.disable()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /// A part of a page that is fetched by script cannot follow a redirect, so the whole page is sent away.
    private static AuthenticationEntryPoint signInFirst() {
        return (request, response, _) -> {
            if (request.getHeader("HX-Request") != null) {
                response.setHeader("HX-Redirect", signInAnd(pathOf(request.getHeader("HX-Current-URL"))));
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else {
                response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                response.sendRedirect(signInAnd(here(request)));
            }
        };
    }

    /// Whoever is signed in goes back from there, and is told. The address of a page before that is no place to go
    /// back to, and that of an invitation is a secret.
    private static String stale(HttpServletRequest request) {
        String page = here(request);
        return page.startsWith("/sign_in") || page.startsWith("/welcome")
                ? "/sign_in?stale"
                : signInAnd(page) + "&stale";
    }

    private static String signInAnd(String next) {
        return "/sign_in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    /// What was sent is lost, but the address of the form that it stood in holds it too.
    private static String here(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return pathOf(request.getHeader(HttpHeaders.REFERER));
        }
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    /// The path and query of a page.
    private static String pathOf(@Nullable String page) {
        try {
            URI uri = URI.create(Objects.requireNonNullElse(page, "/reports"));
            String path = Objects.requireNonNullElse(uri.getRawPath(), "/reports");
            return path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (IllegalArgumentException e) {
            return "/reports";
        }
    }

    @Bean
    CsrfTokenRepository formTokens(WebSettings settings) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setHeaderName("X-CSRF-TOKEN");
        tokens.setCookieCustomizer(cookie -> {
            cookie.httpOnly(true).sameSite("Lax").path("/");
            if (settings.publicHttps()) {
                cookie.secure(true);
            }
        });
        return tokens;
    }

    @Bean
    CookieSerializer sessionCookie(WebSettings settings) {
        var cookie = new DefaultCookieSerializer() {
            // Assets are the same for everybody, and pages keep their looks while the database is away.
            @Override
            public List<String> readCookieValues(HttpServletRequest request) {
                return request.getRequestURI().startsWith("/assets/") ? List.of() : super.readCookieValues(request);
            }
        };
        cookie.setCookieName("sheaf_session");
        cookie.setCookiePath("/");
        cookie.setSameSite("Lax");
        cookie.setUseHttpOnlyCookie(true);
        if (settings.publicHttps()) {
            cookie.setUseSecureCookie(true);
        }
        return cookie;
    }
}
