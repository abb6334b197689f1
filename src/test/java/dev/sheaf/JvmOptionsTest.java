package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The options of the virtual machine that servers are started with.
class JvmOptionsTest {

    @Test
    void whoeverHasNoMemoryLeftEndsAndSaysWhy() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("bin", "lib", "jvm.options"),
                        "-Xmx16m",
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        Hoarder.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(process.inputReader().lines()).anyMatch(line -> line.contains("OutOfMemoryError"));
        } finally {
            process.destroyForcibly();
        }
    }

    /// Takes all memory, and goes on as a server does one of whose threads has ended.
    static final class Hoarder {

        private Hoarder() {}

        public static void main(String[] arguments) throws InterruptedException {
            Object[] hoard = {};
            try {
                while (true) {
                    hoard = new Object[] {hoard, new byte[1 << 16]};
                }
            } catch (OutOfMemoryError e) {
                Thread.currentThread().join();
            }
        }
    }
}
