package dev.sheaf.web.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.util.NetMaskSet;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Reads `Forwarded` where an operator says that the proxies in front send that: it is said over in the headers that
/// the container reads, and believes of trusted addresses only.
///
/// `X-Forwarded-*` count for nothing then. A proxy sets one or the other, and passes through what a caller wrote into
/// the one that it does not know.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ForwardedHeader implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final WebSettings settings;
    private final TomcatServerProperties container;

    ForwardedHeader(WebSettings settings, TomcatServerProperties container) {
        this.settings = settings;
        this.container = container;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (settings.forwarded()) {
            factory.addEngineValves(new Valve(proxies(container.getRemoteip().getInternalProxies())));
        }
    }

    private static NetMaskSet proxies(String ranges) {
        try {
            return NetMaskSet.parse(ranges);
        } catch (IllegalArgumentException e) {
            throw new FailureAnalyzedException(
                    "With sheaf.web.forwarded, server.tomcat.remoteip.internal-proxies (SHEAF_TRUSTED_PROXIES) must be"
                            + " addresses or CIDR ranges such as 10.0.0.0/8, not \"" + ranges + "\".",
                    null,
                    e);
        }
    }

    /// Stands before the container's own.
    private static final class Valve extends ValveBase {

        private static final List<String> OTHERS =
                List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port");

        private final NetMaskSet proxies;

        Valve(NetMaskSet proxies) {
            super(true);
            this.proxies = proxies;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
            String sent = String.join(",", Collections.list(request.getHeaders("Forwarded")));
            OTHERS.forEach(headers::removeHeader);
            Forwarded.outermost(sent, this::isOurs).ifPresent(told -> {
                set(headers, "X-Forwarded-For", told.address() == null ? request.getRemoteAddr() : told.address());
                set(headers, "X-Forwarded-Proto", told.scheme() == null ? request.getScheme() : told.scheme());
                set(headers, "X-Forwarded-Host", told.host());
                set(headers, "X-Forwarded-Port", told.port());
            });
            getNext().invoke(request, response);
        }

        private boolean isOurs(String address) {
            try {
                return proxies.contains(address);
            } catch (UnknownHostException e) {
                return false;
            }
        }

        private static void set(MimeHeaders headers, String name, @Nullable String value) {
            if (value != null) {
                headers.setValue(name).setString(value);
            }
        }
    }
}
