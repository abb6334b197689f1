package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One segment from rows in memory, as one part of a large report makes it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class EncoderBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// COPY text, a row a line.
    @Param("")
    public String file = "";

    @Param
    public Encoding encoding = Encoding.XLSX_OURS;

    private List<byte[]> rows = List.of();
    private byte[] raw = {};

    public static List<byte[]> rows(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        var rows = new ArrayList<byte[]>();
        int from = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                rows.add(Arrays.copyOfRange(text, from, at + 1));
                from = at + 1;
            }
        }
        return rows;
    }

    public static byte[] raw(Encoding encoding, List<byte[]> rows) throws IOException {
        var out = new ByteArrayOutputStream();
        Encoding plain = encoding.xlsx() ? Encoding.XLSX_XML : Encoding.CSV;
        plain.run(rows, new byte[0], out);
        return out.toByteArray();
    }

    @Setup
    public void read() throws IOException {
        rows = rows(Path.of(file));
        raw = raw(encoding, rows);
    }

    @Benchmark
    public Segment segment(Cpu cpu) throws IOException {
        long before = THREADS.getCurrentThreadCpuTime();
        Segment segment = encoding.run(rows, raw, OutputStream.nullOutputStream());
        cpu.nanos += THREADS.getCurrentThreadCpuTime() - before;
        cpu.segments++;
        return segment;
    }

    /// CPU time of the encoding thread: what others do on the machine counts little.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cpu {
        public long nanos;
        public long segments;
    }
}
