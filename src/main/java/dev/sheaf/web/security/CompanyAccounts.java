package dev.sheaf.web.security;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.Caller;
import dev.sheaf.access.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestClient;

/// Signing in to the pages with an account at an issuer of OpenID Connect: authorization code with PKCE, and a session
/// of ours for whoever here has the address that the issuer has verified. No token is kept.
///
/// The issuer is asked nothing until somebody wants to sign in, so that its absence keeps no server from starting.
final class CompanyAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(CompanyAccounts.class);

    private static final String ID = "company";
    private static final String NEXT = "next";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Callers callers;
    private final Accounts accounts;
    private final Sessions sessions;
    private final WebSettings settings;
    private final WebSettings.Oidc issuer;
    private final SupplierClientRegistrationRepository registrations;

    CompanyAccounts(
            Callers callers, Accounts accounts, Sessions sessions, WebSettings settings, WebSettings.Oidc issuer) {
        this.callers = callers;
        this.accounts = accounts;
        this.sessions = sessions;
        this.settings = settings;
        this.issuer = issuer;
        this.registrations = new SupplierClientRegistrationRepository(this::register);
    }

    private InMemoryClientRegistrationRepository register() {
        String here = settings.publicUrl() == null
                ? "{baseUrl}"
                : settings.publicUrl().toString().replaceFirst("/+$", "");
        return new InMemoryClientRegistrationRepository(
                ClientRegistrations.fromIssuerLocation(issuer.issuer().toString())
                        .registrationId(ID)
                        .clientId(issuer.clientId())
                        .clientSecret(issuer.clientSecret())
                        .redirectUri(here + "/sign_in/back")
                        .scope("openid", "email")
                        .build());
    }

    void offer(HttpSecurity http) {
        http.oauth2Login(this::configure);
    }

    private void configure(OAuth2LoginConfigurer<HttpSecurity> login) {
        login.clientRegistrationRepository(registrations)
                .authorizedClientRepository(new Forgetful())
                .loginPage("/sign_in")
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(new Leaving()))
                .redirectionEndpoint(endpoint -> endpoint.baseUri("/sign_in/back"))
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(tokens()))
                .successHandler(this::welcome)
                .failureHandler(CompanyAccounts::refuse);
        login.addObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
            @Override
            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(CompanyAccounts::refuse);
                return filter;
            }
        });
    }

    private static RestClientAuthorizationCodeTokenResponseClient tokens() {
        var requests = new JdkClientHttpRequestFactory();
        requests.setReadTimeout(PATIENCE);
        var client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return client;
    }

    private void welcome(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (!sessions.mayBeginOver(request)) {
            response.sendRedirect("/sign_in?problem=plain");
            return;
        }
        Optional<Account> account = verifiedAddress(authentication)
                .flatMap(callers::byEmail)
                .map(Caller::id)
                .flatMap(accounts::find);
        if (account.isEmpty()) {
            sessions.end(request);
            response.sendRedirect("/sign_in?problem=unknown");
            return;
        }
        HttpSession session = request.getSession(false);
        Object next = session == null ? null : session.getAttribute(NEXT);
        sessions.begin(request, account.get());
        // The sign-in page sends on whoever is signed in, to places of this site only.
        response.sendRedirect(
                "/sign_in?next=" + URLEncoder.encode(next == null ? "" : next.toString(), StandardCharsets.UTF_8));
    }

    private static Optional<String> verifiedAddress(Authentication authentication) {
        return authentication.getPrincipal() instanceof OidcUser user
                        && Boolean.TRUE.equals(user.getClaims().get("email_verified"))
                ? Optional.ofNullable(user.getEmail())
                : Optional.empty();
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        LOG.warn("Somebody could not sign in with their company account: {}", problem.getMessage());
        response.sendRedirect("/sign_in?problem=company");
    }

    /// Remembers where people wanted to go before they leave for the issuer.
    private final class Leaving implements OAuth2AuthorizationRequestResolver {

        private final DefaultOAuth2AuthorizationRequestResolver usual =
                new DefaultOAuth2AuthorizationRequestResolver(registrations, "/sign_in/with");

        Leaving() {
            usual.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        }

        @Override
        public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
            return leaving(request, usual.resolve(request));
        }

        @Override
        public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String id) {
            return leaving(request, usual.resolve(request, id));
        }

        private static @Nullable OAuth2AuthorizationRequest leaving(
                HttpServletRequest request, @Nullable OAuth2AuthorizationRequest leave) {
            if (leave != null) {
                request.getSession().setAttribute(NEXT, request.getParameter(NEXT));
            }
            return leave;
        }
    }

    /// The issuer's tokens are of no more use once it is known who came.
    private static final class Forgetful implements OAuth2AuthorizedClientRepository {

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id, Authentication principal, HttpServletRequest request, HttpServletResponse response) {}
    }
}
