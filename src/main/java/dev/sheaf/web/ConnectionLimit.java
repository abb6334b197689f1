package dev.sheaf.web;

import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Takes no more connections at one time than the heap has room for, unless the settings name a number.
///
/// A caller who never ends a request keeps its buffers, so a few thousand of them would take all memory from
/// everybody else. Whoever comes beyond the limit waits until others have gone.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ConnectionLimit implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String SETTING = "server.tomcat.max-connections";

    /// A request with the longest head and body, and its answer, take two thirds of that.
    private static final long HEAP_FOR_ONE = 256 << 10;

    /// As many as the container takes by itself.
    private static final long MOST = 8192;

    private final Environment environment;

    ConnectionLimit(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (!environment.containsProperty(SETTING)) {
            int limit = Math.toIntExact(Math.min(MOST, Runtime.getRuntime().maxMemory() / HEAP_FOR_ONE));
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                    protocol.setMaxConnections(limit);
                }
            });
        }
    }
}
