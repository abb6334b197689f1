package dev.sheaf.web;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Gathers an answer before it is sent, so that a page of the list goes out in one piece. Each piece wakes its reader
/// up.
@Component
class WriteBuffer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String SETTING = "socket.appWriteBufSize";

    /// A page of 25 with its links and headers.
    private static final int SIZE = 48 << 10;

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(connector -> {
            if (!connector.setProperty(SETTING, Integer.toString(SIZE))) {
                throw new IllegalStateException("The container knows no " + SETTING);
            }
        });
    }
}
