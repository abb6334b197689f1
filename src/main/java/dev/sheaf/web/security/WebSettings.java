package dev.sheaf.web.security;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.web.*`: the URL at which people reach the pages, and whether they may sign in over plain HTTP from other
/// machines than this.
@ConfigurationProperties("sheaf.web")
record WebSettings(
        @Nullable URI publicUrl, @DefaultValue("false") boolean allowHttp) {

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
}
