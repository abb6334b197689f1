package dev.sheaf.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.mock.env.MockEnvironment;

/// Who names a number gets that one.
class ConnectionLimitTest {

    @Test
    void theHeapDecides() {
        var factory = new TomcatServletWebServerFactory();
        new ConnectionLimit(new MockEnvironment()).customize(factory);
        var connector = new Connector();
        factory.getConnectorCustomizers().forEach(customizer -> customizer.customize(connector));

        long heapKb = Runtime.getRuntime().maxMemory() / 1024;
        assertThat(((AbstractProtocol<?>) connector.getProtocolHandler()).getMaxConnections())
                .isEqualTo((int) Math.min(8192, heapKb / 256));
    }

    @Test
    void unlessTheSettingsDo() {
        var factory = new TomcatServletWebServerFactory();
        var environment = new MockEnvironment().withProperty("server.tomcat.max-connections", "300");
        new ConnectionLimit(environment).customize(factory);

        assertThat(factory.getConnectorCustomizers()).isEmpty();
    }
}
