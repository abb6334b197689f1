package dev.sheaf.format;

import java.io.IOException;

/// The matches of some 100 KiB of bytes, until they are written as one block or as more of the open one.
///
/// A sequence is a run of literals and the match behind it; the literals stay in the buffer. Not thread safe.
final class DeflateBlock {

    private static final int CAPACITY = 32 * 1024;

    final long[] sequences = new long[CAPACITY];
    int count;
    /// The bytes that the sequences stand for.
    byte[] bytes = {};

    int from;
    int to;
    private final BlockWriter writer;
    private int literals;

    DeflateBlock(BlockWriter writer) {
        this.writer = writer;
    }

    void begin(byte[] source, int start) {
        bytes = source;
        from = start;
        to = start;
        count = 0;
        literals = 0;
    }

    /// Adds the bytes up to `start`, then a match of any length from 3.
    void match(int start, int length, int distance) throws IOException {
        int at = start;
        int left = length;
        while (left > Symbols.MAX_LENGTH) {
            int piece = left - Symbols.MAX_LENGTH < Symbols.MIN_LENGTH ? left - Symbols.MIN_LENGTH : Symbols.MAX_LENGTH;
            add(at, piece, distance);
            at += piece;
            left -= piece;
        }
        add(at, left, distance);
    }

    /// Adds the bytes up to `end` as literals and writes everything.
    void end(int end) throws IOException {
        sequences[count++] = sequence(end - to, 0, 0);
        literals += end - to;
        to = end;
        flush();
    }

    int literals() {
        return literals;
    }

    static int literals(long sequence) {
        return (int) (sequence >>> 32);
    }

    static int length(long sequence) {
        return (int) sequence >>> 16;
    }

    /// Less one, so that it fits into 16 bits; meaningless if the length is 0.
    static int distance(long sequence) {
        return ((int) sequence & 0xFFFF) + 1;
    }

    private static long sequence(int literals, int length, int distance) {
        return (long) literals << 32 | (long) length << 16 | ((distance - 1) & 0xFFFF);
    }

    private void add(int start, int length, int distance) throws IOException {
        sequences[count++] = sequence(start - to, length, distance);
        literals += start - to;
        to = start + length;
        if (count == CAPACITY - 1) {
            flush();
        }
    }

    private void flush() throws IOException {
        writer.write(this);
        begin(bytes, to);
    }
}
