package dev.sheaf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/// Sends a request as it stands, however wrong, and reads the answer to its end. Errors are held to `openapi.yaml`.
///
/// An answer to what is taken for HTTP/0.9 has no head; its status is 0.
public record Wire(int status, String head, String body) {

    private static final int FIRST_ERROR = 400;
    private static final int HANG = 60_000;

    /// `request` has line feeds for line ends and no empty line behind it.
    public static Wire send(String server, String request) {
        return send(server, "127.0.0.1", request);
    }

    /// `from` is one of this machine's own addresses.
    public static Wire send(String server, String from, String request) {
        URI address = URI.create(server);
        try (Socket socket = new Socket(address.getHost(), address.getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(HANG);
            String text = request.contains("\n\n") ? request : request + "\nConnection: close\n\n";
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0 && !request.lines().findFirst().orElse("").contains(" HTTP/")) {
                return new Wire(0, "", answer);
            }
            if (end < 0) {
                throw new IllegalStateException("No answer but: " + answer);
            }
            String head = answer.substring(0, end + 2);
            String body = answer.substring(end + 4);
            var wire = new Wire(Integer.parseInt(head.split(" ", 3)[1]), head, isChunked(head) ? joined(body) : body);
            wire.check(request.lines().findFirst().orElse("").split("[ ?]"));
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String... requestLine) {
        if (status >= FIRST_ERROR && requestLine.length > 1) {
            OpenApi.OF_ANY_SERVER.checkAny(requestLine[0], requestLine[1], status, headers(), body);
        }
    }

    private HttpHeaders headers() {
        return HttpHeaders.of(
                head.lines()
                        .skip(1)
                        .map(line -> line.split(":", 2))
                        .collect(Collectors.groupingBy(
                                line -> line[0], Collectors.mapping(line -> line[1].strip(), Collectors.toList()))),
                (_, _) -> true);
    }

    /// Empty if there is none.
    public String header(String name) {
        return headers().firstValue(name).orElse("");
    }

    private static boolean isChunked(String head) {
        return head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
    }

    /// Error answers are short and of one chunk.
    private static String joined(String chunks) {
        return chunks.replaceFirst("^[0-9a-f]+\r\n", "").replaceFirst("\r\n0\r\n\r\n$", "");
    }
}
