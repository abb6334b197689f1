package dev.sheaf.bench.export;

import dev.sheaf.bench.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The figures of all pairs, as a Markdown table of medians. Ratios are taken within each pair, then their median.
final class Results {

    static final String YARDSTICK = "psql COPY csv to a file";
    static final String FASTEXCEL = "JDBC + fastexcel 0.20.2, whole process";

    private final Map<String, List<Figures>> runs = new LinkedHashMap<>();

    void add(String contender, Figures figures) {
        System.err.printf(
                "%s: wall %.2f, CPU %.2f, PostgreSQL %.2f, S3 %.2f%n",
                contender, figures.wall(), figures.cpu(), figures.database(), figures.store());
        runs.computeIfAbsent(contender, _ -> new ArrayList<>()).add(figures);
    }

    void print(long rows) {
        System.out.println("""
                | contender | rows/s | wall s | CPU s | PostgreSQL CPU s | S3 CPU s | peak MB | file MB \
                | wall / psql | CPU / fastexcel | bytes / fastexcel |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |""");
        runs.forEach((name, figures) -> {
            boolean workbook = !name.toLowerCase(Locale.ROOT).contains("csv");
            System.out.printf(
                    "| %s | %,.0f k | %.2f | %.2f | %.2f | %.2f | %s | %.1f | %s | %s | %s |%n",
                    name,
                    rows / median(figures, Figures::wall) / 1000,
                    median(figures, Figures::wall),
                    median(figures, Figures::cpu),
                    median(figures, Figures::database),
                    median(figures, Figures::store),
                    memory(figures),
                    median(figures, Figures::bytes) / 1e6,
                    ratio(figures, runs.get(YARDSTICK), Figures::wall),
                    workbook ? ratio(figures, runs.get(FASTEXCEL), Figures::cpu) : "",
                    workbook ? ratio(figures, runs.get(FASTEXCEL), Figures::bytes) : "");
        });
    }

    private static String memory(List<Figures> figures) {
        double bytes = median(figures, Figures::memory);
        return bytes == 0 ? "" : "%.0f".formatted(bytes / 1e6);
    }

    private static double median(List<Figures> figures, ToDoubleFunction<Figures> figure) {
        return Median.of(figures.stream().mapToDouble(figure).boxed().toList());
    }

    private static String ratio(
            List<Figures> ours, @Nullable List<Figures> theirs, ToDoubleFunction<Figures> figure) {
        if (theirs == null) {
            return "";
        }
        var ratios = new ArrayList<Double>();
        for (int pair = 0; pair < Math.min(ours.size(), theirs.size()); pair++) {
            ratios.add(figure.applyAsDouble(ours.get(pair)) / figure.applyAsDouble(theirs.get(pair)));
        }
        return "%.2f".formatted(Median.of(ratios));
    }
}
