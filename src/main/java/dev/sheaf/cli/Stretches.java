package dev.sheaf.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The stretches of a file as its manifest tells of them, in the order of the file.
///
/// @param sha256 of the whole file; null if it was joined without being read
record Stretches(long size, long rows, @Nullable String sha256, String crc32, List<Stretch> all) {

    private static final int BUFFER = 1 << 16;

    record Stretch(String name, long offset, long bytes, String sha256, String crc32) {}

    Stretches {
        all = List.copyOf(all);
    }

    /// @throws IllegalArgumentException if `manifest` is none, or contradicts itself
    static Stretches of(JsonNode manifest) {
        var all = new ArrayList<Stretch>();
        long rows = 0;
        for (JsonNode part : manifest.path("parts")) {
            all.add(stretch("part " + part.path("number").asInt(), part));
            rows += number(part, "rows");
        }
        for (JsonNode frame : manifest.path("frames")) {
            all.add(stretch("the frame at byte " + number(frame, "offset"), frame));
        }
        // A frame without bytes stands before the stretch that begins where it does.
        all.sort(Comparator.comparingLong(Stretch::offset).thenComparingLong(Stretch::bytes));
        long size = number(manifest, "size_bytes");
        long end = 0;
        for (Stretch stretch : all) {
            if (stretch.offset != end) {
                throw new IllegalArgumentException("The manifest says nothing of the bytes from " + end + " on.");
            }
            end += stretch.bytes;
        }
        if (end != size || rows != number(manifest, "rows_expected") || rows != number(manifest, "rows_written")) {
            throw new IllegalArgumentException("The manifest contradicts itself: its parts have " + rows + " rows, and "
                    + end + " bytes with what stands around them.");
        }
        String sha256 = manifest.path("sha256").isNull() ? null : text(manifest, "sha256");
        return new Stretches(size, rows, sha256, text(manifest, "crc32"), all);
    }

    private static Stretch stretch(String name, JsonNode node) {
        return new Stretch(
                name, number(node, "offset"), number(node, "bytes"), text(node, "sha256"), text(node, "crc32"));
    }

    private static long number(JsonNode node, String name) {
        if (!node.path(name).isIntegralNumber() || node.path(name).asLong() < 0) {
            throw new IllegalArgumentException("This is no manifest: " + name + " is missing or no number.");
        }
        return node.path(name).asLong();
    }

    private static String text(JsonNode node, String name) {
        if (!node.path(name).isString()) {
            throw new IllegalArgumentException("This is no manifest: " + name + " is missing or no text.");
        }
        return node.path(name).asString();
    }

    /// In which ways `file` is another than the manifest tells of; none if it is the very one.
    List<String> problems(Path file) throws IOException {
        long actual = Files.size(file);
        if (actual != size) {
            return List.of("It has " + actual + " bytes instead of " + size + ".");
        }
        var problems = new ArrayList<String>();
        var whole = new Sums();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            for (Stretch stretch : all) {
                check(stretch, in, whole).forEach(problems::add);
            }
        }
        if (problems.isEmpty() && !whole.are(sha256, crc32)) {
            problems.add("Its stretches are right, but not its checksums as a whole.");
        }
        return problems;
    }

    private static Stream<String> check(Stretch stretch, InputStream in, Sums whole) throws IOException {
        var sums = new Sums();
        byte[] buffer = new byte[BUFFER];
        for (long left = stretch.bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                return Stream.of("It ends within " + stretch.name + ".");
            }
            sums.update(buffer, read);
            whole.update(buffer, read);
            left -= read;
        }
        return sums.are(stretch.sha256, stretch.crc32)
                ? Stream.empty()
                : Stream.of("%s differs (bytes %d to %d)."
                        .formatted(stretch.name, stretch.offset, stretch.offset + stretch.bytes - 1));
    }

    private static final class Sums {

        private final MessageDigest sha256 = digest();
        private final CRC32 crc32 = new CRC32();

        void update(byte[] bytes, int length) {
            sha256.update(bytes, 0, length);
            crc32.update(bytes, 0, length);
        }

        /// May be asked once.
        boolean are(@Nullable String sha256, String crc32) {
            return "%08x".formatted(this.crc32.getValue()).equals(crc32)
                    && (sha256 == null
                            || HexFormat.of().formatHex(this.sha256.digest()).equals(sha256));
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
