package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Feeds a deflater as [Output] does, but in pieces of any size, and inflates with the JDK what came out.
final class Packed {

    private static final int HISTORY = 32 * 1024;

    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private final Deflate deflate;
    private byte[] buffer = {};
    private int from;

    Packed(Function<OutputStream, Deflate> deflater) {
        deflate = deflater.apply(stored);
    }

    static byte[] of(Function<OutputStream, Deflate> deflater, byte[] raw, int piece, boolean last) {
        Packed packed = new Packed(deflater);
        for (int at = 0; at < raw.length; at += piece) {
            packed.write(Arrays.copyOfRange(raw, at, Math.min(at + piece, raw.length)));
        }
        return packed.end(last);
    }

    /// Tells of a cell, counted from the start of the piece that is written next.
    void cell(int column, int reference, int value, int end) {
        deflate.cell(column, from + reference, from + value, from + end);
    }

    void write(byte[] piece) {
        int kept = Math.min(from, HISTORY);
        byte[] next = new byte[kept + piece.length];
        System.arraycopy(buffer, buffer.length - kept, next, 0, kept);
        System.arraycopy(piece, 0, next, kept, piece.length);
        buffer = next;
        try {
            deflate.write(buffer, kept, buffer.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        from = Math.min(buffer.length, HISTORY);
    }

    byte[] end(boolean last) {
        try (deflate) {
            long count = deflate.end(last);
            if (count != stored.size()) {
                throw new AssertionError("Told of %d bytes and wrote %d".formatted(count, stored.size()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored.toByteArray();
    }

    /// Throws if these are not whole blocks; `last` says whether the final one must have come.
    static byte[] inflated(byte[] stored, boolean last) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] piece = new byte[64 * 1024];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(stored);
            int length;
            do {
                length = inflater.inflate(piece);
                raw.write(piece, 0, length);
            } while (length > 0);
            if (inflater.finished() != last || inflater.getRemaining() > 0) {
                throw new AssertionError("The stream has ended: %s, bytes left: %d"
                        .formatted(inflater.finished(), inflater.getRemaining()));
            }
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
        return raw.toByteArray();
    }
}
