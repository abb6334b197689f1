package dev.sheaf.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// Stands between a server and what it depends on, and does to its connections what networks do.
///
/// A fault holds for all connections, present and new, until another one or none is set; [#cut] and [#reset]
/// end those that there are.
public final class FaultProxy implements AutoCloseable {

    /// What happens to the bytes.
    public enum Fault {
        NONE,
        /// They come a fifth of a second late.
        DELAY,
        /// 10 KB come in a second.
        THROTTLE,
        /// None comes, and nobody is told: the other side seems to be there still.
        SILENCE,
        /// A store that has no room: whatever would add to it is refused, as by S3; anything else is passed on.
        FULL,
        /// A store that has thrown away what uploads were open: whatever is written into one is refused, as by S3.
        UPLOADS_GONE,
        /// New connections are closed at once, and so are those that there were.
        REFUSE
    }

    private static final Pattern ADDS = Pattern.compile("(PUT|POST) (?!.*\\?delete).*");
    private static final Pattern ADDS_TO_UPLOAD = Pattern.compile("PUT .*[?&]uploadId=.*");
    private static final int LONGEST_REQUEST_LINE = 2 << 10;

    private static final int CHUNK = 16 << 10;
    private static final int SLOW_CHUNK = 1 << 10;
    private static final int TENTH = 100;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private volatile Fault fault = Fault.NONE;
    private volatile boolean closed;

    private record Pair(Socket client, Socket server) {

        void end(boolean abruptly) {
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    if (abruptly) {
                        socket.setSoLinger(true, 0);
                    }
                    socket.close();
                } catch (IOException e) {
                    // It has ended already.
                }
            }
        }
    }

    public FaultProxy(int targetPort) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        try {
            server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Bytes that went to the target.
    public long sent() {
        return sent.sum();
    }

    /// Bytes that came back.
    public long received() {
        return received.sum();
    }

    public void set(Fault next) {
        lock.lock();
        try {
            fault = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next == Fault.REFUSE) {
            cut();
        }
    }

    /// Ends all connections as a server does that is stopped.
    public void cut() {
        pairs.forEach(pair -> pair.end(false));
    }

    /// Ends all connections as a host does that knows nothing of them.
    public void reset() {
        pairs.forEach(pair -> pair.end(true));
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("proxied").start(() -> connect(client));
            } catch (IOException e) {
                // A connection was gone before it was taken, or all is over.
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                var upstream = new Socket()) {
            if (fault == Fault.REFUSE) {
                return;
            }
            upstream.connect(target);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            var pair = new Pair(client, upstream);
            pairs.add(pair);
            try {
                Thread back = Thread.ofVirtual().name("back").start(() -> pump(pair, upstream, client, received));
                pump(pair, client, upstream, sent);
                back.join();
            } finally {
                pairs.remove(pair);
            }
        } catch (IOException e) {
            // The target refuses, and so does the proxy.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Pair pair, Socket from, Socket to, LongAdder passed) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int read = in.read(buffer, 0, fault == Fault.THROTTLE ? SLOW_CHUNK : CHUNK);
                suffer();
                if (read < 0) {
                    to.shutdownOutput();
                    return;
                }
                if (from.equals(pair.client) && refused(from, buffer, read)) {
                    pair.end(false);
                    return;
                }
                passed.add(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            pair.end(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A request begins a chunk: clients send none before the last is answered.
    private boolean refused(Socket client, byte[] buffer, int length) throws IOException {
        String start = new String(buffer, 0, Math.min(length, LONGEST_REQUEST_LINE), StandardCharsets.ISO_8859_1);
        String request = start.lines().findFirst().orElse("");
        if (fault == Fault.FULL && ADDS.matcher(request).matches()) {
            refuse(client, "403 Forbidden", "QuotaExceeded");
            return true;
        }
        if (fault == Fault.UPLOADS_GONE && ADDS_TO_UPLOAD.matcher(request).matches()) {
            refuse(client, "404 Not Found", "NoSuchUpload");
            return true;
        }
        return false;
    }

    private static void refuse(Socket client, String status, String code) throws IOException {
        byte[] body = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>%s</Code><Message>Refused.</Message></Error>
                """.formatted(code).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status
                + "\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().write(body);
        client.shutdownOutput();
        // What the client still sends is read, or its system would throw the answer away.
        client.getInputStream().skip(Long.MAX_VALUE);
    }

    private void suffer() throws InterruptedException {
        switch (fault) {
            case NONE, FULL, UPLOADS_GONE, REFUSE -> {}
            case DELAY -> Thread.sleep(2 * TENTH);
            case THROTTLE -> Thread.sleep(TENTH);
            case SILENCE -> awaitEndOfSilence();
        }
    }

    private void awaitEndOfSilence() throws InterruptedException {
        lock.lock();
        try {
            while (fault == Fault.SILENCE && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        set(Fault.REFUSE);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
