package dev.sheaf.format;

import java.io.IOException;
import java.io.OutputStream;

/// Writes blocks in the cheapest of the three kinds (RFC 1951, section 3.2.3).
///
/// A dynamic block of full size stays open: as long as what comes looks like it, its codes serve on, which saves the
/// counting and the header. Such codes have all symbols. Not thread safe.
final class BlockWriter {

    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;

    /// Blocks of at least so many bytes may stay open.
    private static final int LASTING = 64 * 1024;
    /// How many blocks may use the same codes: 2 MiB.
    private static final int USES = 16;

    private static final int MAX_STORED = 0xFFFF;

    private final BitOutput out;
    private final HuffmanCode literals = new HuffmanCode(Symbols.LITERALS_AND_LENGTHS, 13);
    private final HuffmanCode distances = new HuffmanCode(Symbols.DISTANCES, 15);
    private final CodeHeader header = new CodeHeader(literals, distances);
    private final SequenceWriter sequences = new SequenceWriter();
    private boolean open;
    private int uses;
    private double literalShare;
    private double bitsPerByte;

    BlockWriter(OutputStream stream) {
        out = new BitOutput(stream);
    }

    void write(DeflateBlock block) throws IOException {
        if (block.from == block.to) {
            return;
        }
        if (uses > 0 && looksAlike(block)) {
            uses--;
            long before = out.size();
            sequences.write(block, out);
            if ((out.size() - before) > (block.to - block.from) * bitsPerByte * 1.03) {
                uses = 0;
            }
            return;
        }
        closeOpen();
        fresh(block);
    }

    /// Ends on a byte boundary with an empty stored block and tells how many bytes were written in all.
    long end(boolean last) throws IOException {
        closeOpen();
        out.put(last ? 1 : 0, 1);
        out.put(STORED, 2);
        out.align();
        out.put(0xFFFF_0000L, 32);
        out.drain();
        return out.size() / 8;
    }

    private boolean looksAlike(DeflateBlock block) {
        double share = (double) block.literals() / (block.to - block.from);
        return share < literalShare * 1.2 && share > literalShare * 0.7;
    }

    private void closeOpen() {
        if (open) {
            sequences.end(out);
        }
        open = false;
        uses = 0;
    }

    private void fresh(DeflateBlock block) throws IOException {
        sequences.count(block, literals.frequencies, distances.frequencies);
        long extra = extraBits();
        long fixed = FixedCodes.cost(literals.frequencies, distances.frequencies);
        boolean lasting = block.to - block.from >= LASTING;
        if (lasting) {
            allowAll(literals.frequencies);
            allowAll(distances.frequencies);
        }
        literals.build();
        distances.build();
        long dynamic = header.prepare() + literals.cost() + distances.cost();
        int bytes = block.to - block.from;
        long stored = bytes * 8L + (bytes / MAX_STORED + 1) * 40L;
        if (stored <= Math.min(fixed, dynamic) + extra) {
            store(block);
        } else if (fixed <= dynamic) {
            out.put(FIXED << 1, 3);
            sequences.use(FixedCodes.LITERALS, FixedCodes.DISTANCES);
            sequences.write(block, out);
            sequences.end(out);
        } else {
            out.put(DYNAMIC << 1, 3);
            header.write(out);
            sequences.use(literals, distances);
            long before = out.size();
            sequences.write(block, out);
            open = true;
            uses = lasting ? USES : 0;
            literalShare = (double) block.literals() / bytes;
            bitsPerByte = (double) (out.size() - before) / bytes;
        }
    }

    private static void allowAll(int[] frequencies) {
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            frequencies[symbol]++;
        }
    }

    private long extraBits() {
        long bits = 0;
        for (int symbol = 0; symbol < Symbols.LENGTH_EXTRA.length; symbol++) {
            bits += (long) literals.frequencies[Symbols.FIRST_LENGTH + symbol] * Symbols.LENGTH_EXTRA[symbol];
        }
        for (int symbol = 0; symbol < Symbols.DISTANCES; symbol++) {
            bits += (long) distances.frequencies[symbol] * Symbols.DISTANCE_EXTRA[symbol];
        }
        return bits;
    }

    /// RFC 1951, section 3.2.4.
    private void store(DeflateBlock block) throws IOException {
        for (int from = block.from; from < block.to; from += MAX_STORED) {
            int length = Math.min(MAX_STORED, block.to - from);
            out.put(STORED << 1, 3);
            out.align();
            out.put(length | (long) (length ^ 0xFFFF) << 16, 32);
            out.put(block.bytes, from, from + length);
        }
    }
}
