package dev.sheaf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers who begin requests and never end them do not take the memory of all others.
class ManyConnectionsTest {

    /// What so many hold is more than the heap.
    private static final int MOST = 4_000;

    private static final byte[] BEGUN =
            "GET /api/v1/exports HTTP/1.1\r\nHost: localhost\r\nX-Long: ".getBytes(US_ASCII);
    private static final int PATIENCE_MS = 5_000;

    @TempDir
    private Path folder = Path.of("target");

    @Test
    void aServerTakesAsManyAsItHasRoomForAndIsThereForOthersWhenTheyHaveGone() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder, "160m", "--sheaf.demo.clicks=1000")) {
            int taken = beginAndHold(URI.create(server.ready().path("url").asString()));

            assertThat(taken).isBetween(600, MOST - 1);
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(server.as("operator").list("").status()).isEqualTo(200));
        }
    }

    /// How many the server took before it took no more.
    private static int beginAndHold(URI url) throws IOException {
        var open = new ArrayList<Socket>();
        try {
            while (open.size() < MOST) {
                var socket = new Socket();
                open.add(socket);
                socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), PATIENCE_MS);
                socket.getOutputStream().write(BEGUN);
            }
        } catch (SocketTimeoutException e) {
            return open.size() - 1;
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        return MOST;
    }
}
