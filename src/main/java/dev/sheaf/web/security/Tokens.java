package dev.sheaf.web.security;

import dev.sheaf.access.Caller;
import dev.sheaf.access.Callers;
import dev.sheaf.access.KeyScope;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// Lets in whoever brings a token of the issuer that we trust, meant for us, with an address that the issuer has
/// verified and that somebody here has.
///
/// Only signatures by a private key count: with a shared secret, or none, anybody could have made the token.
final class Tokens {

    private final Callers callers;
    private final Clock clock;
    private final SignInSettings.Jwt settings;

    Tokens(Callers callers, Clock clock, SignInSettings.Jwt settings) {
        this.callers = callers;
        this.clock = clock;
        this.settings = settings;
    }

    /// Asks the issuer nothing until the first token comes, so that its absence keeps no server from starting.
    JwtDecoder decoder() {
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder keys = settings.jwksUri() == null
                    ? NimbusJwtDecoder.withIssuerLocation(settings.issuer().toString())
                    : NimbusJwtDecoder.withJwkSetUri(settings.jwksUri().toString());
            NimbusJwtDecoder decoder = keys.jwsAlgorithms(allowed -> allowed.addAll(Set.of(
                            SignatureAlgorithm.RS256,
                            SignatureAlgorithm.RS384,
                            SignatureAlgorithm.RS512,
                            SignatureAlgorithm.PS256,
                            SignatureAlgorithm.ES256,
                            SignatureAlgorithm.ES384)))
                    .build();
            var timestamps = new JwtTimestampValidator(settings.clockSkew());
            timestamps.setClock(clock);
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    timestamps,
                    new JwtClaimValidator<Instant>("exp", expires -> expires != null),
                    new JwtIssuerValidator(settings.issuer().toString()),
                    new JwtAudienceValidator(settings.audience())));
            return decoder;
        });
    }

    SignedIn signIn(Jwt token) {
        Caller caller = caller(token)
                .orElseThrow(() -> new InvalidBearerTokenException("Nobody here has a verified address of this token"));
        Set<KeyScope> scopes = scopes(token.getClaimAsString("scope"));
        return new SignedIn(caller.within(scopes), scopes, () -> again(token).map(now -> now.within(scopes)));
    }

    private Optional<Caller> caller(Jwt token) {
        String email = token.getClaimAsString("email");
        return email != null && Boolean.TRUE.equals(token.getClaim("email_verified"))
                ? callers.byEmail(email)
                : Optional.empty();
    }

    private Optional<Caller> again(Jwt token) {
        Instant expires = token.getExpiresAt();
        return expires != null && clock.instant().isBefore(expires.plus(settings.clockSkew()))
                ? caller(token)
                : Optional.empty();
    }

    /// A token that names none of our scopes allows what its user may.
    private static Set<KeyScope> scopes(@Nullable String claim) {
        Set<KeyScope> named = EnumSet.noneOf(KeyScope.class);
        if (claim != null) {
            Arrays.stream(claim.split(" "))
                    .flatMap(text -> KeyScope.parse(text).stream())
                    .forEach(named::add);
        }
        return named.isEmpty() ? KeyScope.all() : named;
    }
}
