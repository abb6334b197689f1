package dev.sheaf.web.security;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.web.*`: the URL at which people reach the pages, whether they may sign in over plain HTTP from other
/// machines than this, how proxies tell of them, and with whose accounts they may sign in beside their passwords.
@ConfigurationProperties("sheaf.web")
record WebSettings(
        @Nullable URI publicUrl,
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue("false") boolean forwarded,
        @Nullable Oidc oidc) {

    WebSettings {
        if (publicUrl != null
                && (publicUrl.getHost() == null
                        || !("http".equals(publicUrl.getScheme()) || "https".equals(publicUrl.getScheme())))) {
            throw new IllegalArgumentException(
                    "sheaf.web.public-url must be a URL such as https://reports.example.com, not " + publicUrl);
        }
    }

    boolean publicHttps() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    /// An issuer of OpenID Connect, and how it knows this server. `name` is what people read on the button.
    record Oidc(
            URI issuer,
            String clientId,
            String clientSecret,
            @DefaultValue("your company account") String name) {

        Oidc {
            if (issuer == null || isBlank(clientId) || isBlank(clientSecret)) {
                throw new IllegalArgumentException("sheaf.web.oidc.issuer, sheaf.web.oidc.client-id and"
                        + " sheaf.web.oidc.client-secret must all be set, or none.");
            }
        }

        private static boolean isBlank(@Nullable String text) {
            return text == null || text.isBlank();
        }

        @Override
        public String toString() {
            return "Oidc[issuer=" + issuer + ", clientId=" + clientId + ", name=" + name + "]";
        }
    }
}
