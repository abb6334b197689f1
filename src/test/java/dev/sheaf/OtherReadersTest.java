package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Readers of the worlds of JavaScript and Python find in a report that was built in parts what the database holds.
/// `bin/test -Poffice` installs them.
@Tag("office")
class OtherReadersTest extends ServerTest {

    private static final Path SCRIPTS = Path.of("src/test/resources/readers");
    private static final Path MODULES = Path.of("target/readers/node_modules");
    private static final char BROKEN = '\uFFFD';
    private static final ZoneId ZONE = ZoneId.of("Australia/Lord_Howe");

    enum Reader {
        EXCELJS("node", "exceljs.cjs", false),
        SHEETJS("node", "sheetjs.cjs", true),
        READ_EXCEL_FILE("node", "read-excel-file.cjs", true),
        /// Debian's own Python is the one that Debian's openpyxl belongs to.
        OPENPYXL("/usr/bin/python3", "openpyxl_cells.py", false);

        private final String program;
        private final String script;
        /// Whether it knows of `_xHHHH_` in a string that stands in its cell; the others leave that to us.
        private final boolean decodes;

        Reader(String program, String script, boolean decodes) {
            this.program = program;
            this.script = script;
            this.decodes = decodes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCellIsThatOfTheDatabase(Reader reader) throws IOException, InterruptedException {
        JsonNode report = as("operator").build("""
                {"report_type": "clicks_details_excel", "fresh": true,
                 "search_params": {"start_date": "2026-05-28", "end_date": "2026-11-24"},
                 "options": {"time_zone": "%s"}}
                """.formatted(ZONE));
        assertThat(report.at("/progress/total_parts").asInt()).isGreaterThan(1);

        List<List<@Nullable Object>> read = read(reader, Api.download(report, folder));

        assertThat(read.getFirst()).hasSize(26).startsWith("ID", "Clicked at");
        List<List<@Nullable Object>> expected = jdbc.sql(Expected.query("clicks_details.sql"))
                .param(ZONE.getId())
                .query((row, _) -> seen(reader, Expected.cells(row, ZONE)))
                .list();
        List<List<@Nullable Object>> rows = read.subList(1, read.size());
        assertThat(rows).hasSameSizeAs(expected);
        SameCells.checkToTheMillisecond(reader == Reader.EXCELJS ? whole(rows, expected) : rows, expected);
    }

    /// What a reader is known to make of a value by a fault of its own: exceljs resolves entities once too often when
    /// it streams, read-excel-file takes an empty text for an empty cell.
    private static List<@Nullable Object> seen(Reader reader, List<@Nullable Object> cells) {
        var seen = new ArrayList<@Nullable Object>();
        for (Object cell : cells) {
            if (cell instanceof String text && reader == Reader.EXCELJS) {
                seen.add(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
            } else {
                seen.add("".equals(cell) && reader == Reader.READ_EXCEL_FILE ? null : cell);
            }
        }
        return seen;
    }

    /// exceljs breaks a character where a chunk of its stream ends in the middle of it; the rest of the text must fit.
    private static List<List<@Nullable Object>> whole(
            List<List<@Nullable Object>> rows, List<List<@Nullable Object>> expected) {
        var whole = new ArrayList<List<@Nullable Object>>();
        for (int i = 0; i < rows.size(); i++) {
            var row = new ArrayList<@Nullable Object>(rows.get(i));
            for (int column = 0; column < row.size(); column++) {
                if (row.get(column) instanceof String text
                        && text.indexOf(BROKEN) >= 0
                        && expected.get(i).get(column) instanceof String meant
                        && meant.matches(pattern(text))) {
                    row.set(column, meant);
                }
            }
            whole.add(row);
        }
        return whole;
    }

    private static String pattern(String broken) {
        return Pattern.compile(BROKEN + "+")
                .splitAsStream(broken)
                .map(Pattern::quote)
                .collect(Collectors.joining(".{1,2}", "(?s)", broken.endsWith(String.valueOf(BROKEN)) ? ".{1,2}" : ""));
    }

    private List<List<@Nullable Object>> read(Reader reader, Path workbook) throws IOException, InterruptedException {
        assertThat(MODULES).as("bin/test -Poffice installs the readers").isDirectory();
        Path cells = folder.resolve(reader + ".jsonl");
        var process = new ProcessBuilder(
                        reader.program, SCRIPTS.resolve(reader.script).toString(), workbook.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(cells.toFile());
        process.environment().put("NODE_PATH", MODULES.toAbsolutePath().toString());
        assertThat(process.start().waitFor()).isZero();
        var rows = new ArrayList<List<@Nullable Object>>();
        for (String line : Files.readAllLines(cells, StandardCharsets.UTF_8)) {
            var row = new ArrayList<@Nullable Object>();
            JsonMapper.shared()
                    .readTree(line)
                    .forEach(cell -> row.add(
                            value(cell) instanceof String text && !reader.decodes
                                    ? Workbooks.decoded(text)
                                    : value(cell)));
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object value(JsonNode cell) {
        if (cell.isNull()) {
            return null;
        }
        if (cell.isBoolean()) {
            return cell.booleanValue();
        }
        return cell.isObject()
                ? new BigDecimal(Objects.requireNonNull(cell.path("n").stringValue()))
                : cell.stringValue();
    }
}
