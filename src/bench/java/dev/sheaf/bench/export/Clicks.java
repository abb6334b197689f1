package dev.sheaf.bench.export;

import dev.sheaf.bench.Programs;
import java.io.IOException;
import java.nio.file.Files;

/// The rows that all contenders write.
final class Clicks {

    private Clicks() {}

    /// The query of the report types in `bench/report-types`, as one would write it by hand.
    static String sql(long rows) throws IOException {
        return Files.readString(Programs.ROOT.resolve("bench/clicks.sql"))
                .strip()
                .replace(":last_id", Long.toString(rows));
    }

    /// The body of a POST; `options` is a JSON object.
    static String request(String type, String options, String sort, long rows) {
        return """
                {"report_type": "%s", "fresh": true, "search_params": {"last_id": %d}, "options": %s,
                 "index_params": {"sort_by": "%s"}}
                """.formatted(type, rows, options, sort);
    }
}
