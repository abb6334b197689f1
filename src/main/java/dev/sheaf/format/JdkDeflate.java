package dev.sheaf.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/// DEFLATE by the JDK's zlib, unless told otherwise at its fastest level: higher ones cost up to five times the CPU
/// for a quarter fewer bytes.
final class JdkDeflate implements Deflate {

    private final Deflater deflater;
    private final byte[] packed = new byte[64 * 1024];
    private final OutputStream out;
    private long stored;

    JdkDeflate(OutputStream out) {
        this(out, Deflater.BEST_SPEED);
    }

    JdkDeflate(OutputStream out, int level) {
        this.out = out;
        deflater = new Deflater(level, true);
    }

    @Override
    public void write(byte[] buffer, int from, int to) throws IOException {
        deflater.setInput(buffer, from, to - from);
        drain(Deflater.NO_FLUSH);
    }

    @Override
    public long end(boolean last) throws IOException {
        if (last) {
            deflater.finish();
            drain(Deflater.NO_FLUSH);
        } else {
            drain(Deflater.SYNC_FLUSH);
        }
        close();
        return stored;
    }

    @Override
    public void close() {
        deflater.end();
    }

    private void drain(int flush) throws IOException {
        int length;
        do {
            length = deflater.deflate(packed, 0, packed.length, flush);
            out.write(packed, 0, length);
            stored += length;
        } while (length == packed.length);
    }
}
