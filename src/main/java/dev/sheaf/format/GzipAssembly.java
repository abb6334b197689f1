package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A gzip file of one member (RFC 1952): header, the plain file's head and its segments as one DEFLATE stream, and the
/// checksum and length of all that.
///
/// One member, because some readers stop after the first.
final class GzipAssembly implements Assembly {

    /// Magic, DEFLATE, no flags, no time, fastest, unknown system.
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 4, (byte) 0xFF};
    /// A final block without content, in the fixed code (RFC 1951, 3.2.3).
    private static final byte[] END = {3, 0};
    private static final int TRAILER = 8;

    private final Assembly plain;
    private long raw;
    private int crc;

    GzipAssembly(Assembly plain) {
        this.plain = plain;
    }

    @Override
    public byte[] open() {
        byte[] head = plain.open();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER);
        try (var deflate = new JdkDeflate(bytes)) {
            deflate.write(head, 0, head.length);
            deflate.end(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        account(Crc32.of(head), head.length);
        return bytes.toByteArray();
    }

    @Override
    public byte[] nextSheet() {
        return plain.nextSheet();
    }

    @Override
    public void add(Segment segment) {
        plain.add(segment);
        account(segment.crc32(), segment.rawBytes());
    }

    @Override
    public byte[] close() {
        plain.close();
        return ByteBuffer.allocate(END.length + TRAILER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(END)
                .putInt(crc)
                .putInt((int) raw)
                .array();
    }

    private void account(int nextCrc, long length) {
        crc = raw == 0 ? nextCrc : Crc32.combine(crc, nextCrc, length);
        raw += length;
    }
}
