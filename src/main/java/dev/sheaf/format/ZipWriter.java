package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The records of one ZIP file (APPNOTE 6.3.10, 4.3), whose big entries pass by somewhere else.
///
/// Each method appends to the pending bytes, which [#take()] hands out; [#skip] accounts for bytes written by
/// others. All times are 1980-01-01, so that equal contents give equal files. Zip64 records appear only where an
/// offset needs them (4.3.14 to 4.3.16, 4.5.3); an entry itself stays below 4 GiB.
final class ZipWriter {

    static final long LIMIT = 0xFFFF_FFFFL;

    private static final int ENTRIES_LIMIT = 0xFFFF;
    private static final int VERSION = 20;
    private static final int ZIP64_VERSION = 45;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int UTF_8 = 1 << 11;
    private static final int DESCRIPTOR = 1 << 3;
    private static final int DATE_1980_01_01 = 1 << 5 | 1;

    private final List<Entry> entries = new ArrayList<>();
    private LittleEndian pending = new LittleEndian();
    private long taken;

    /// A whole small entry, not compressed.
    void entry(String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Entry entry = new Entry(name, offset(), UTF_8, STORED, Crc32.of(content), content.length, content.length);
        entries.add(entry);
        localHeader(entry);
        pending.bytes(content);
    }

    /// The local header of an entry whose deflated content follows, to be ended by [#end].
    void begin(String name) {
        Entry entry = new Entry(name, offset(), UTF_8 | DESCRIPTOR, DEFLATED, 0, 0, 0);
        entries.add(entry);
        localHeader(entry);
    }

    void bytes(byte[] bytes) {
        pending.bytes(bytes);
    }

    /// The data descriptor of the entry that was begun last.
    void end(int crc, long stored, long raw) {
        Entry begun = entries.removeLast();
        entries.add(new Entry(begun.name, begun.offset, begun.flags, begun.method, crc, stored, raw));
        pending.u32(0x08074B50).u32(crc).u32(stored).u32(raw);
    }

    /// The central directory and its end: the last bytes of the file.
    void directory() {
        long start = offset();
        for (Entry entry : entries) {
            centralHeader(entry);
        }
        long size = offset() - start;
        boolean zip64 = start >= LIMIT || entries.size() >= ENTRIES_LIMIT;
        if (zip64) {
            zip64End(start, size);
        }
        pending.u32(0x06054B50).u16(0).u16(0);
        int count = Math.min(entries.size(), ENTRIES_LIMIT);
        pending.u16(count).u16(count).u32(size).u32(Math.min(start, LIMIT)).u16(0);
    }

    void skip(long bytes) {
        taken += bytes;
    }

    byte[] take() {
        byte[] bytes = pending.toByteArray();
        pending = new LittleEndian();
        taken += bytes.length;
        return bytes;
    }

    private long offset() {
        return taken + pending.size();
    }

    private void localHeader(Entry entry) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        pending.u32(0x04034B50).u16(VERSION);
        common(entry, name);
        pending.u16(0).bytes(name);
    }

    private void centralHeader(Entry entry) {
        boolean far = entry.offset >= LIMIT;
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        pending.u32(0x02014B50).u16(ZIP64_VERSION).u16(far ? ZIP64_VERSION : VERSION);
        common(entry, name);
        pending.u16(far ? 12 : 0)
                .u16(0)
                .u16(0)
                .u16(0)
                .u32(0)
                .u32(Math.min(entry.offset, LIMIT))
                .bytes(name);
        if (far) {
            pending.u16(0x0001).u16(8).u64(entry.offset);
        }
    }

    private void common(Entry entry, byte[] name) {
        pending.u16(entry.flags).u16(entry.method).u16(0).u16(DATE_1980_01_01);
        pending.u32(entry.crc).u32(entry.stored).u32(entry.raw).u16(name.length);
    }

    private void zip64End(long start, long size) {
        long end = offset();
        pending.u32(0x06064B50)
                .u64(44)
                .u16(ZIP64_VERSION)
                .u16(ZIP64_VERSION)
                .u32(0)
                .u32(0);
        pending.u64(entries.size()).u64(entries.size()).u64(size).u64(start);
        pending.u32(0x07064B50).u32(0).u64(end).u32(1);
    }

    private record Entry(String name, long offset, int flags, int method, int crc, long stored, long raw) {}

    /// Numbers in the byte order of ZIP.
    private static final class LittleEndian extends ByteArrayOutputStream {

        LittleEndian u16(int number) {
            return number(number, 2);
        }

        LittleEndian u32(long number) {
            return number(number, 4);
        }

        LittleEndian u64(long number) {
            return number(number, 8);
        }

        LittleEndian bytes(byte[] bytes) {
            writeBytes(bytes);
            return this;
        }

        private LittleEndian number(long number, int length) {
            for (int at = 0; at < length; at++) {
                write((int) (number >>> (8 * at)));
            }
            return this;
        }
    }
}
