package dev.sheaf.bench.export;

import dev.sheaf.bench.Median;
import dev.sheaf.bench.Options;
import dev.sheaf.bench.Proc;
import dev.sheaf.bench.Server;
import dev.sheaf.bench.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/// What a further row costs: reports of a tenth of the rows, of all and of four times as many, in turns on one server.
///
/// The first round only warms up: it reads the table from the disk and writes where no file has been written before,
/// which the longest report would pay most of.
final class Growth {

    /// The longest report has so many times the rows, the shortest one of so many of them.
    static final int LARGEST = 4;

    private static final int SMALLEST = 10;

    /// That of the filter, so that no rows have to be passed over for a share of all.
    private static final String ORDER = "id";

    private final Stage stage;
    private final String key;
    private final String type;
    private final String request;
    private final List<Size> sizes;

    private record Size(long rows, List<Figures> runs) {

        Size(long rows) {
            this(rows, new ArrayList<>());
        }

        double median(ToDoubleFunction<Figures> figure) {
            return Median.of(
                    runs.stream().skip(1).mapToDouble(figure).boxed().toList());
        }

        /// For a million rows more than those of `smaller`.
        double further(Size smaller, ToDoubleFunction<Figures> figure) {
            return (median(figure) - smaller.median(figure)) / (rows - smaller.rows) * 1e6;
        }
    }

    private Growth(Stage stage, String key, String type, String request, long rows) {
        this.stage = stage;
        this.key = key;
        this.type = type;
        this.request = request;
        this.sizes = List.of(new Size(rows / SMALLEST), new Size(rows), new Size(rows * LARGEST));
    }

    /// `request` are the options of the report.
    static void measure(Stage stage, String key, String type, String request, Options options)
            throws IOException, InterruptedException {
        long rows = options.number("rows");
        var growth = new Growth(stage, key, type, request, rows);
        try (Server server = Server.start(stage, options.text("heap"))) {
            for (int build = 0; build < options.number("warm"); build++) {
                var _ = growth.build(server, rows);
            }
            for (int round = 0; round <= options.number("pairs"); round++) {
                for (Size size : growth.sizes) {
                    Figures figures = growth.build(server, size.rows);
                    size.runs.add(figures);
                    System.err.printf(
                            "%,d rows: wall %.2f, CPU %.2f, peak %.0f MB%n",
                            size.rows, figures.wall(), cpu(figures), figures.memory() / 1e6);
                }
            }
        }
        growth.print();
    }

    private Figures build(Server server, long rows) throws IOException, InterruptedException {
        double before = Proc.cpu(server.pid());
        var gauge = new Gauge(stage);
        JsonNode report = server.build(key, Clicks.request(type, request, ORDER, rows), Contenders.POLL);
        if (report.path("rows_written").asLong() != rows) {
            throw new IllegalStateException("Not a report of " + rows + " rows: " + report);
        }
        Figures figures = gauge.read(server.pid(), before, report);
        stage.forgetFiles();
        return figures;
    }

    private static double cpu(Figures figures) {
        return figures.cpu() + figures.database() + figures.store();
    }

    /// Of the peak only the first round tells, since that of a process never falls.
    private void print() {
        System.out.printf("%n%s %s%n%n", type, request);
        System.out.println("""
                | rows | wall s | CPU s | PostgreSQL CPU s | S3 CPU s | peak MB |
                | ---: | ---: | ---: | ---: | ---: | ---: |""");
        for (Size size : sizes) {
            System.out.printf(
                    "| %,d | %.2f | %.2f | %.2f | %.2f | %.0f |%n",
                    size.rows,
                    size.median(Figures::wall),
                    size.median(Figures::cpu),
                    size.median(Figures::database),
                    size.median(Figures::store),
                    size.runs.getFirst().memory() / 1e6);
        }
        further("wall", Figures::wall);
        further("CPU of all three", Growth::cpu);
    }

    private void further(String what, ToDoubleFunction<Figures> figure) {
        Size middle = sizes.get(1);
        double first = middle.further(sizes.get(0), figure);
        double then = sizes.get(2).further(middle, figure);
        System.out.printf(
                Locale.ROOT,
                "%s of a million further rows: %.2f s up to %,d, %.2f s from there on (%.2f); %.2f s are fixed%n",
                what,
                first,
                middle.rows,
                then,
                then / first,
                middle.median(figure) - first * middle.rows / 1e6);
    }
}
