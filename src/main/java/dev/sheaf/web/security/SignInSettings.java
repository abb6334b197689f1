package dev.sheaf.web.security;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.api.*`: ways into the API beside `X-Api-Key`, and which sites' scripts may use it.
@ConfigurationProperties("sheaf.api")
record SignInSettings(
        @DefaultValue("false") boolean keyParameter,
        @DefaultValue({}) List<String> corsOrigins,
        @Nullable Jwt jwt) {

    SignInSettings {
        corsOrigins = List.copyOf(corsOrigins);
        if (corsOrigins.stream().anyMatch(origin -> !origin.matches("https?://[^/*]+"))) {
            throw new IllegalArgumentException(
                    "sheaf.api.cors-origins: each must be such as https://app.example.com, without a path or *: "
                            + corsOrigins);
        }
    }

    /// Whose tokens are taken, and for whom they must be meant. Without a `jwksUri` the issuer is asked for it.
    record Jwt(
            URI issuer,
            String audience,
            @Nullable URI jwksUri,
            @DefaultValue("30s") Duration clockSkew) {

        Jwt {
            if (issuer == null || audience == null || audience.isBlank()) {
                throw new IllegalArgumentException(
                        "sheaf.api.jwt.issuer and sheaf.api.jwt.audience must both be set, or neither.");
            }
        }
    }
}
