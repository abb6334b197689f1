package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.testing.Cases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ByteArrayResource;

/// What a report type file may not say, and that the server tells the operator where.
class TypeFileTest {

    private static final String GOOD = """
            name: visits
            display_name: Visits
            format: csv
            filename: visits
            from: shop.visits v
            key: v.id
            scope: v.publisher_id
            columns:
              id: {label: ID, type: id, sql: v.id}
            filters:
              from_day: {type: date, sql: "v.day >= :from_day"}
              to_day: {type: date, sql: "v.day <= :to_day"}
              places: {type: integer, fallback: "7", sql: "v.places = :places"}
              publisher_id: {type: id, many: true, narrows_scope: true}
            ranges:
              - {from: from_day, to: to_day, max_days: 31}
            sorts:
              id: {sql: v.id, sql_type: bigint}
            """;

    /// In the good file, `replace` becomes `by`; without `replace`, `by` is the whole file.
    record Refusal(String name, @Nullable String replace, String by, String message) {

        String file() {
            if (replace == null) {
                return by;
            }
            assertThat(GOOD).contains(replace);
            return GOOD.replace(replace, by);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refusal> refusals() {
        return Cases.read("/catalogue/refused-type-files.yaml", Refusal.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theFileIsRefusedWithItsNameAndTheRule(Refusal refusal) {
        assertThatThrownBy(() -> read(refusal.file()))
                .isInstanceOf(UnusableTypeFile.class)
                .hasMessageStartingWith("Report type file visits.yaml: ")
                .hasMessageContaining(refusal.message());
    }

    @Test
    void aGoodFileIsRead() throws IOException {
        ReportType type = read(GOOD);
        assertThat(type.name()).isEqualTo("visits");
        assertThat(type.kind()).isEqualTo(FileKind.CSV);
        assertThat(type.scope()).isEqualTo("v.publisher_id");
        assertThat(type.filters().keySet()).containsExactly("from_day", "to_day", "places", "publisher_id");
        assertThat(type.ranges()).containsExactly(new DateRange("from_day", "to_day", 31));
        assertThat(type.defaultSort().name()).isEqualTo("id");
    }

    @Test
    void anOperatorsFolderAddsTypesAndReplacesThoseOfTheSameName(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("visits.yaml"), GOOD);
        Files.writeString(
                folder.resolve("mine.yaml"), GOOD.replace("name: visits\ndisplay", "name: deals_excel\ndisplay"));
        Files.writeString(folder.resolve("notes.txt"), "no type");
        ReportTypes types = ReportTypes.load(List.of(folder));
        assertThat(types.all().stream().map(ReportType::name))
                .containsExactly(
                        "advertisers_csv", "clicks_details_excel", "deals_excel", "hot_advertisers_excel", "visits");
        assertThat(types.find("deals_excel").orElseThrow().displayName()).isEqualTo("Visits");
        assertThatThrownBy(() -> ReportTypes.load(List.of(folder.resolve("nowhere"))))
                .isInstanceOf(UnusableTypeFile.class)
                .hasMessageContaining("nowhere: is not a folder");
    }

    private static ReportType read(String text) throws IOException {
        return TypeFile.read(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "visits.yaml";
            }
        });
    }
}
