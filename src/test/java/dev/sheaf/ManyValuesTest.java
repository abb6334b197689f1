package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// Summary sheets of columns with more values than such a sheet has lines, or with long ones.
class ManyValuesTest {

    private static final int ROWS = 14_005;

    /// Of 12,000 buyers the last 1,000 bought three times, and nobody knows who five times. One remark is longer than a
    /// cell, and than what a sheet tells.
    private static final String TABLE = """
            create table sales (id bigint primary key, buyer text, currency text, amount numeric, remark text);
            insert into sales
            select i, case when i <= 14000 then
                        'buyer ' || lpad((case when i <= 12000 then i else 11001 + i %% 1000 end)::text, 5, '0')
                      end,
                   case when i %% 2 = 0 then 'EUR' else 'USD' end, i / 100.0,
                   case i when 1 then repeat('a', 2000000) else repeat('x', 1200) || i end
            from generate_series(1, %d) as i;
            analyze sales
            """.formatted(ROWS);

    private static final String TYPE = """
            name: NAME
            display_name: Sales
            format: xlsx
            filename: sales
            source: bank
            part_rows: PART_ROWS
            from: sales s
            key: s.id
            scope: everyone
            columns:
              id:       {label: ID, type: id, sql: s.id}
              currency: {label: Currency, type: text, sql: s.currency}
            measures:
              sales:  {label: Sales, count: "*"}
              amount: {label: Amount, type: money, sum: s.amount, currency: currency}
            facets:
              buyer:  {label: Buyer, type: text, sql: s.buyer}
              remark: {label: Remark, type: text, sql: s.remark, measures: [sales]}
            sorts:
              id:     {sql: s.id, sql_type: bigint}
              turned: {sql: "-s.id", sql_type: bigint, nullable: false}
            """;

    @TempDir
    private static Path folder;

    private static OwnServer server;
    private static Database bank;
    private static Api operator;

    @BeforeAll
    static void start() throws IOException, SQLException {
        bank = TestServers.database();
        try (var connection = DriverManager.getConnection(bank.url(), bank.user(), bank.password());
                var statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        Path types = Files.createDirectory(folder.resolve("types"));
        write(types, "whole", 20_000);
        write(types, "parts", 5_000);
        server = OwnServer.start(Map.of(
                "sheaf.report-types", types.toString(),
                "sheaf.sources.bank.url", bank.url(),
                "sheaf.sources.bank.user", bank.user(),
                "sheaf.sources.bank.password", bank.password()));
        operator = server.people().operator().api().withItsOwnDescription();
    }

    private static void write(Path types, String name, int partRows) throws IOException {
        String type = TYPE.replace("PART_ROWS", Integer.toString(partRows)).replace("NAME", name);
        Files.writeString(types.resolve(name + ".yaml"), type);
        Files.writeString(types.resolve(name + ".de.yaml"), "display_name: Verkäufe");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "whole, id,     en, (none), other values,  Total",
        "parts, id,     de, (ohne), weitere Werte, Summe",
        "parts, turned, en, (none), other values,  Total"
    })
    void theLargestAreToldOneByOneAndTheOthersInOneLine(
            String type, String sort, String locale, String none, String others, String total)
            throws IOException, InvalidFormatException {
        JsonNode done = operator.build("""
                {"report_type": "%s", "index_params": {"sort_by": "%s", "facets": ["buyer", "remark"]},
                 "options": {"locale": "%s"}}
                """.formatted(type, sort, locale));

        assertThat(done.path("chunked_export").asBoolean()).isEqualTo(type.equals("parts"));
        try (var workbook = new XSSFWorkbook(Api.download(done, folder).toFile())) {
            List<List<String>> buyers = lines(workbook.getSheet("Buyer"));
            assertThat(buyers.subList(1, buyers.size() - 2)).isEqualTo(largest(none));
            assertThat(buyers.get(buyers.size() - 2).getFirst()).isEqualTo("(2001 " + others + ")");
            assertThat(buyers.getLast().subList(0, 2)).containsExactly(total, Integer.toString(ROWS));
            assertAddsUp(workbook.getSheet("Buyer"));

            Sheet remarks = workbook.getSheet("Remark");
            int told = remarks.getLastRowNum() - 2;
            assertThat(remarks.getRow(1).getCell(0).getStringCellValue()).isEqualTo("a".repeat(32_766) + "…");
            assertThat(told * 1200).as("characters").isBetween(1_000_000, 1 << 20);
            assertThat(remarks.getRow(told + 1).getCell(0).getStringCellValue())
                    .isEqualTo("(" + (ROWS - told) + " " + others + ")");
            assertAddsUp(remarks);
        }
    }

    /// Of each its value, how many rows, and the amounts in euros and in dollars.
    private static List<List<String>> largest(String none) {
        return JdbcClient.create(new DriverManagerDataSource(bank.url(), bank.user(), bank.password()))
                .sql("""
                        select array[coalesce(buyer, :none), sales::text,
                                     coalesce(trim_scale(eur)::text, ''), coalesce(trim_scale(usd)::text, '')]
                        from (select buyer, count(*) as sales, sum(amount) filter (where currency = 'EUR') as eur,
                                     sum(amount) filter (where currency = 'USD') as usd
                              from sales group by buyer order by sales desc, buyer limit 10000) as largest
                        order by buyer nulls last
                        """)
                .param("none", none)
                .query((row, _) -> List.of((String[]) row.getArray(1).getArray()))
                .list();
    }

    /// Without the percentages.
    private static List<List<String>> lines(Sheet sheet) {
        var lines = new ArrayList<List<String>>();
        for (Row row : sheet) {
            var line = new ArrayList<String>();
            for (Cell label : sheet.getRow(0)) {
                if (!label.getStringCellValue().endsWith("%")) {
                    line.add(shown(row.getCell(label.getColumnIndex())));
                }
            }
            lines.add(line);
        }
        return lines;
    }

    private static String shown(@Nullable Cell cell) {
        if (cell == null) {
            return "";
        }
        return cell.getCellType() == CellType.NUMERIC
                ? BigDecimal.valueOf(cell.getNumericCellValue())
                        .stripTrailingZeros()
                        .toPlainString()
                : cell.getStringCellValue();
    }

    /// Each column of numbers, percentages too.
    private static void assertAddsUp(Sheet sheet) {
        int last = sheet.getLastRowNum();
        for (Cell total : sheet.getRow(last)) {
            if (total.getColumnIndex() > 0) {
                double sum = 0;
                for (int row = 1; row < last; row++) {
                    Cell cell = sheet.getRow(row).getCell(total.getColumnIndex());
                    sum += cell == null ? 0 : cell.getNumericCellValue();
                }
                assertThat(sum)
                        .as(sheet.getRow(0).getCell(total.getColumnIndex()).getStringCellValue())
                        .isCloseTo(total.getNumericCellValue(), within(0.001));
            }
        }
    }
}
