package dev.sheaf.report;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What this process is called where several work together: a name for people, and what makes it this run's
/// alone.
@Component
final class ThisNode {

    private final String name;

    ThisNode(QueueSettings settings) {
        String given = settings.node().isBlank() ? host() : settings.node().strip();
        name = given + "/" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    String name() {
        return name;
    }
}
