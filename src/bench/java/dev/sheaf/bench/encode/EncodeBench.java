package dev.sheaf.bench.encode;

import dev.sheaf.bench.Median;
import dev.sheaf.bench.Options;
import dev.sheaf.format.EncoderBenchmark;
import dev.sheaf.format.Encoding;
import dev.sheaf.format.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `bin/bench encode`: all encoders in turns on the same rows, several times over.
final class EncodeBench {

    private EncodeBench() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(
                arguments,
                Map.of("rows", "20000", "rounds", "3", "data", ""),
                List.of("csv", "xlsx", "sizes"));
        Path file = Rows.file(options.number("rows"), options.text("data"));
        List<Encoding> encodings = Arrays.stream(Encoding.values())
                .filter(each -> !options.has(each.xlsx() ? "csv" : "xlsx"))
                .toList();
        var results = new Results(sizes(file, encodings), fixed(encodings), EncoderBenchmark.rows(file).size());
        for (int round = 1; !options.has("sizes") && round <= options.number("rounds"); round++) {
            System.err.println("Round " + round);
            for (Encoding encoding : encodings) {
                results.add(encoding, measured(file, encoding));
            }
        }
        results.print(encodings);
    }

    private static Map<Encoding, Segment> sizes(Path file, List<Encoding> encodings) throws IOException {
        List<byte[]> rows = EncoderBenchmark.rows(file);
        var sizes = new EnumMap<Encoding, Segment>(Encoding.class);
        for (Encoding encoding : encodings) {
            byte[] raw = EncoderBenchmark.raw(encoding, rows);
            sizes.put(encoding, encoding.run(rows, raw, OutputStream.nullOutputStream()));
        }
        return sizes;
    }

    /// Bytes that a segment without a row allocates.
    private static Map<Encoding, Long> fixed(List<Encoding> encodings) throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var fixed = new EnumMap<Encoding, Long>(Encoding.class);
        for (Encoding encoding : encodings) {
            encoding.run(List.of(), new byte[0], OutputStream.nullOutputStream());
            long before = threads.getCurrentThreadAllocatedBytes();
            encoding.run(List.of(), new byte[0], OutputStream.nullOutputStream());
            fixed.put(encoding, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return fixed;
    }

    private static Measured measured(Path file, Encoding encoding) throws RunnerException {
        RunResult run = new Runner(new OptionsBuilder()
                        .include(EncoderBenchmark.class.getName())
                        .param("file", file.toString())
                        .param("encoding", encoding.name())
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(1_000))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(400))
                        .jvmArgs("-Xmx512m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        double nanos = figure(run, "nanos") / figure(run, "segments");
        System.err.printf("%s: %.1f ms CPU%n", encoding.label(), nanos / 1e6);
        return new Measured(nanos, figure(run, "gc.alloc.rate.norm"));
    }

    private static double figure(RunResult run, String name) {
        return Objects.requireNonNull(run.getSecondaryResults().get(name), name).getScore();
    }

    /// Of one segment: nanoseconds of CPU and bytes allocated.
    record Measured(double nanos, double allocated) {}

    /// Ratios are taken within each round, then their median.
    private static final class Results {

        private final Map<Encoding, Segment> sizes;
        private final Map<Encoding, Long> fixed;
        private final long rows;
        private final Map<Encoding, List<Measured>> rounds = new EnumMap<>(Encoding.class);

        Results(Map<Encoding, Segment> sizes, Map<Encoding, Long> fixed, long rows) {
            this.sizes = sizes;
            this.fixed = fixed;
            this.rows = rows;
        }

        void add(Encoding encoding, Measured measured) {
            rounds.computeIfAbsent(encoding, _ -> new ArrayList<>()).add(measured);
        }

        void print(List<Encoding> encodings) {
            System.out.printf("%,d rows of %d columns a segment%n%n", rows, Encoding.columns());
            System.out.println("""
                    | | MB/s | ns a cell | CPU s per 1M rows | bytes allocated a row | MB per 1M rows \
                    | CPU / same with zlib 1 | CPU / zlib 1 alone | bytes / zlib 1, 4, 6 |
                    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |""");
            for (Encoding encoding : encodings) {
                Segment segment = Objects.requireNonNull(sizes.get(encoding));
                double nanos = nanos(encoding);
                System.out.printf(
                        "| %s | %.0f | %.1f | %.2f | %.1f | %.1f | %.2f | %.2f | %s |%n",
                        encoding.label(),
                        segment.rawBytes() * 1e3 / nanos,
                        nanos / rows / Encoding.columns(),
                        nanos / rows / 1e3,
                        allocated(encoding),
                        segment.storedBytes() / (double) rows,
                        ratio(encoding, encoding.like("ZLIB_1")),
                        ratio(encoding, encoding.like("ZLIB_1_ALONE")),
                        encoding.name().endsWith("OURS") ? sizes(encoding) : "");
            }
        }

        private String sizes(Encoding encoding) {
            var text = new ArrayList<String>();
            for (String level : List.of("ZLIB_1", "ZLIB_4", "ZLIB_6")) {
                Segment zlib = Objects.requireNonNull(sizes.get(encoding.like(level)));
                Segment ours = Objects.requireNonNull(sizes.get(encoding));
                text.add("%.3f".formatted((double) ours.storedBytes() / zlib.storedBytes()));
            }
            return String.join(", ", text);
        }

        private List<Measured> of(Encoding encoding) {
            return rounds.getOrDefault(encoding, List.of());
        }

        private double nanos(Encoding encoding) {
            return Median.of(of(encoding).stream().map(Measured::nanos).toList());
        }

        private double allocated(Encoding encoding) {
            return Median.of(of(encoding).stream()
                    .map(each -> (each.allocated() - Objects.requireNonNull(fixed.get(encoding))) / rows)
                    .toList());
        }

        private double ratio(Encoding ours, Encoding theirs) {
            var ratios = new ArrayList<Double>();
            for (int round = 0; round < Math.min(of(ours).size(), of(theirs).size()); round++) {
                ratios.add(of(ours).get(round).nanos() / of(theirs).get(round).nanos());
            }
            return Median.of(ratios);
        }
    }
}
