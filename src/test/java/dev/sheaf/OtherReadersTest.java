package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private static final ZoneId ZONE = ZoneId.of("Australia/Lord_Howe");

    enum Reader {
        EXCELJS("node", "exceljs.cjs"),
        SHEETJS("node", "sheetjs.cjs"),
        READ_EXCEL_FILE("node", "read-excel-file.cjs"),
        /// Debian's own Python is the one that Debian's openpyxl belongs to.
        OPENPYXL("/usr/bin/python3", "openpyxl_cells.py");

        private final String program;
        private final String script;

        Reader(String program, String script) {
            this.program = program;
            this.script = script;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCellIsThatOfTheDatabase(Reader reader) throws IOException, InterruptedException {
        JsonNode report = as("operator").build("""
                {"report_type": "clicks_details_excel", "search_params": {%s}, "fresh": true,
                 "options": {"time_zone": "%s"}}
                """.formatted(ALL_DAYS, ZONE));
        assertThat(report.at("/progress/total_parts").asInt()).isGreaterThan(1);

        List<List<@Nullable Object>> read = read(reader, Api.download(report, folder));

        assertThat(read.getFirst()).hasSize(26).startsWith("ID", "Clicked at");
        SameCells.check(
                read.subList(1, read.size()),
                jdbc.sql(Expected.query("clicks_details.sql"))
                        .param(ZONE.getId())
                        .query((row, _) -> Expected.cells(row, ZONE))
                        .list());
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
            JsonMapper.shared().readTree(line).forEach(cell -> row.add(value(cell)));
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
