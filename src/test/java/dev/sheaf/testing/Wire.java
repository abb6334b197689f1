package dev.sheaf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Sends a request as it stands, however wrong, and reads the answer to its end.
public record Wire(int status, String head, String body) {

    /// `request` has line feeds for line ends and no empty line behind it.
    public static Wire send(String server, String request) {
        return send(server, "127.0.0.1", request);
    }

    /// `from` is one of this machine's own addresses.
    public static Wire send(String server, String from, String request) {
        URI address = URI.create(server);
        try (Socket socket = new Socket(address.getHost(), address.getPort(), InetAddress.getByName(from), 0)) {
            String text = request.contains("\n\n") ? request : request + "\nConnection: close\n\n";
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IllegalStateException("No answer but: " + answer);
            }
            String head = answer.substring(0, end + 2);
            String body = answer.substring(end + 4);
            return new Wire(Integer.parseInt(head.split(" ", 3)[1]), head, isChunked(head) ? joined(body) : body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Empty if there is none.
    public String header(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static boolean isChunked(String head) {
        return head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
    }

    /// Error answers are short and of one chunk.
    private static String joined(String chunks) {
        return chunks.replaceFirst("^[0-9a-f]+\r\n", "").replaceFirst("\r\n0\r\n\r\n$", "");
    }
}
