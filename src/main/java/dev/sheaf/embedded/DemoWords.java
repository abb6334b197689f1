package dev.sheaf.embedded;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/// What the demo says to people.
final class DemoWords {

    private static final int BAR = 30;

    private final PrintStream out;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private String last = "";

    DemoWords(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
    }

    /// A bar that moves in place on a terminal, and a line for each change elsewhere.
    void progress(String status, long ready, long total) {
        int filled = total == 0 ? 0 : (int) (BAR * ready / total);
        String line = "  [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + status;
        if (line.equals(last)) {
            return;
        }
        out.print(terminal ? "\r" + line + " ".repeat(Math.max(0, last.length() - line.length())) : line + "\n");
        out.flush();
        last = line;
    }

    void endProgress() {
        if (terminal) {
            out.println();
        }
    }

    void done(Path file, long rows, long size, String url, String key, String password) {
        out.printf("""

                File    %s
                Rows    %,d
                Size    %,d bytes
                Server  %s
                Key     %s  (operator)

                Page    %s/reports
                Sign in as operator@sheaf.example, admin_a@sheaf.example or member_a@sheaf.example
                with the password %s

                Go on:  curl -H "X-Api-Key: %s" %s/api/v1/exports
                """, file, rows, size, url, key, url, password, key, url);
    }
}
