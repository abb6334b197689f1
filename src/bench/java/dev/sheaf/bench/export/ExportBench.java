package dev.sheaf.bench.export;

import dev.sheaf.bench.Options;
import dev.sheaf.bench.Server;
import dev.sheaf.bench.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// `bin/bench export`: all contenders in turns on one database, several times over.
final class ExportBench {

    /// SXSSF is so slow that it writes a part of the rows, and its figures are multiplied.
    private static final int SXSSF_SHARE = 5;

    private static final List<String> KINDS = List.of("csv", "gz", "xlsx");
    private static final String GROWTH = "growth";
    private static final String GZIP = "{\"compression\": \"gzip\"}";
    private static final String CSV_HEAP = "512m";
    private static final String XLSX_HEAP = "1g";

    private ExportBench() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(
                arguments,
                Map.of("rows", "1000000", "pairs", "5", "warm", "2", "heap", "256m", "data", ""),
                Stream.concat(KINDS.stream(), Stream.of(GROWTH)).toList());
        long rows = options.number("rows");
        boolean all = KINDS.stream().noneMatch(options::has);
        try (Stage stage = Stage.open(options.text("data"))) {
            long clicks = options.has(GROWTH) ? rows * Growth.LARGEST : rows;
            String key = Objects.requireNonNull(Server.prepare(stage, clicks).get("operator"));
            stage.forgetFiles();
            if (options.has(GROWTH)) {
                growth(stage, key, options, all);
                return;
            }
            var contenders = new Contenders(stage, new FileCheck(), options.text("heap"), rows, options.number("warm"));
            var results = new Results();
            for (int pair = 1; pair <= options.number("pairs"); pair++) {
                System.err.println("Pair " + pair);
                results.add(Results.YARDSTICK, contenders.psql());
                if (all || options.has("csv")) {
                    csv(contenders, results, key, rows, options.number("warm"));
                }
                if (all || options.has("gz")) {
                    gz(contenders, results, key);
                }
                if (all || options.has("xlsx")) {
                    xlsx(contenders, results, key, rows, options.number("warm"));
                }
            }
            System.out.printf("%,d rows of 20 columns, median of %d pairs%n%n", rows, options.number("pairs"));
            results.print(rows);
        }
    }

    private static void growth(Stage stage, String key, Options options, boolean all)
            throws IOException, InterruptedException {
        for (String kind : KINDS) {
            if (all || options.has(kind)) {
                String type = kind.equals("xlsx") ? "clicks_xlsx" : "clicks_csv";
                Growth.measure(stage, key, type, kind.equals("gz") ? GZIP : "{}", options);
            }
        }
    }

    private static void csv(Contenders contenders, Results results, String key, long rows, int warmUps)
            throws Exception {
        List<Figures> sheaf = contenders.sheaf("clicks_csv", "{}", ".csv", key);
        results.add("Sheaf CSV to S3, first after the start", sheaf.getFirst());
        results.add("**Sheaf CSV to S3, warm**", sheaf.getLast());
        results.add("the SDK's upload of the same CSV file", contenders.upload("sheaf.csv"));
        List<Figures> fastCsv = contenders.jdbc("fastcsv", CSV_HEAP, ".csv", rows, 1 + warmUps);
        results.add("JDBC + FastCSV 4.4.0, whole process", fastCsv.getFirst());
        results.add("JDBC + FastCSV 4.4.0, warm", fastCsv.getLast());
    }

    private static void gz(Contenders contenders, Results results, String key) throws Exception {
        results.add("psql COPY csv through gzip -1", contenders.psqlGzip());
        List<Figures> sheaf = contenders.sheaf("clicks_csv", GZIP, ".csv.gz", key);
        results.add("Sheaf CSV.gz to S3, first after the start", sheaf.getFirst());
        results.add("**Sheaf CSV.gz to S3, warm**", sheaf.getLast());
    }

    private static void xlsx(Contenders contenders, Results results, String key, long rows, int warmUps)
            throws Exception {
        List<Figures> sheaf = contenders.sheaf("clicks_xlsx", "{}", ".xlsx", key);
        results.add("Sheaf XLSX to S3, first after the start", sheaf.getFirst());
        results.add("**Sheaf XLSX to S3, warm**", sheaf.getLast());
        results.add("the SDK's upload of the same XLSX file", contenders.upload("sheaf.xlsx"));
        List<Figures> fastExcel = contenders.jdbc("fastexcel", XLSX_HEAP, ".xlsx", rows, 1 + warmUps);
        results.add(Results.FASTEXCEL, fastExcel.getFirst());
        results.add("JDBC + fastexcel 0.20.2, warm", fastExcel.getLast());
        Figures sxssf = contenders
                .jdbc("sxssf", XLSX_HEAP, ".xlsx", rows / SXSSF_SHARE, 1)
                .getFirst();
        results.add("JDBC + POI SXSSF 5.5.1, whole process, a fifth of the rows × 5", sxssf.scaled(SXSSF_SHARE));
    }
}
