package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.access.Standing;
import dev.sheaf.format.ValueType;
import dev.sheaf.testing.Cases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ByteArrayResource;

/// What a report type file may not say, and that the server tells the operator where.
class TypeFileTest {

    private static final String GOOD = """
            name: visits
            display_name: Visits
            format: xlsx
            filename: visits
            constants: {weight: 0.5}
            from: shop.visits v
            key: v.id
            scope: {column: v.publisher_id}
            columns:
              id: {label: ID, type: id, sql: v.id}
              price: {label: Price, type: money, currency: id, scale: 3, sql: v.price * :weight, width: 12}
              cost: {label: Cost, type: money, sql: v.cost, optional: true, role: operator}
            filters:
              from_day: {type: date, column: v.day, operator: ">="}
              to_day: {type: date, sql: "v.day <= :to_day"}
              places: {type: integer, min: 1, max: 9, fallback: 7, column: v.places}
              shade: {type: choice, many: true, choices: [dark, light], column: v.shade, needs: to_day}
              publisher_id: {type: id, many: true, narrows_scope: true}
            ranges:
              - {from: from_day, to: to_day, max_days: 31}
            sorts:
              id: {sql: v.id, sql_type: bigint}
            measures:
              visits: {label: Visits, count: "*"}
            facets:
              shop: {label: Shop, type: text, sql: v.shop}
            """;

    @Test
    void aScopeOfEveryoneIsNarrowedWhereTheRowsAreBoundedThemselves() {
        String bounded = GOOD.replace("scope: {column: v.publisher_id}", "scope: everyone")
                .replace("from: shop.visits v", "from: shop.visits_of(:publishers) v");
        assertThat(TypeFiles.read("visits.yaml", bounded).filters().get("publisher_id"))
                .matches(filter -> filter != null && filter.narrowsScope());
    }

    /// PostgreSQL before 17 cannot prove it, and must be able to serve these.
    @Test
    void theShippedSortsSayWhetherTheyCanBeNull() {
        assertThat(ReportTypes.load(List.of()).all())
                .flatExtracting(type -> type.sorts().values())
                .allMatch(sort -> sort.nullable() || sort.claimed());
    }

    /// In the good file, `replace` becomes `by`; without `replace`, `by` is the whole file.
    /// The message begins with the file and its `line`, if one is known.
    record Refusal(
            String name,
            @Nullable String replace,
            String by,
            @Nullable Integer line,
            String message) {

        String file() {
            if (replace == null) {
                return by.replace("GOOD\n", GOOD);
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
    void theFileIsRefusedWithItsNameTheLineAndTheRule(Refusal refusal) {
        String where = refusal.line() == null ? "" : ", line " + refusal.line();
        assertThatThrownBy(() -> read(refusal.file()))
                .isInstanceOf(UnusableTypeFile.class)
                .hasMessageStartingWith("Report type file visits.yaml" + where + ": " + refusal.message());
    }

    @Test
    void aGoodFileIsRead() throws IOException {
        ReportType type = read(GOOD);
        assertThat(type.name()).isEqualTo("visits");
        assertThat(type.kind()).isEqualTo(FileKind.XLSX);
        assertThat(type.scope()).isEqualTo(new Scope.OfPublishers("v.publisher_id", null));
        assertThat(type.filters().keySet()).containsExactly("from_day", "to_day", "places", "shade", "publisher_id");
        assertThat(type.ranges()).containsExactly(new DateRange("from_day", "to_day", 31, false));
        assertThat(type.defaultSort().name()).isEqualTo("id");
        assertThat(type.columns().get("price"))
                .isEqualTo(new TypeColumn(
                        "price",
                        "Price",
                        ValueType.MONEY,
                        3,
                        "id",
                        "v.price * (0.5)",
                        "",
                        12,
                        false,
                        false,
                        Standing.MEMBER));
        assertThat(type.defaultColumns(Standing.OPERATOR))
                .extracting(TypeColumn::name)
                .containsExactly("id", "price");
        assertThat(type.filters().values().stream().map(Filter::sql))
                .containsExactly(
                        "(v.day) >= :from_day",
                        "v.day <= :to_day",
                        "(v.places) = :places",
                        "(v.shade) = any(:shade)",
                        null);
        assertThat(type.facets().get("shop"))
                .isEqualTo(new Facet(
                        "shop",
                        "Shop",
                        ValueType.TEXT,
                        2,
                        "v.shop",
                        List.of(new Measure("visits", "Visits", ValueType.INTEGER, 2, Measure.Kind.COUNT, "*", null)),
                        Standing.MEMBER));
        assertThat(type.charts()).as("no facet is a column").isEmpty();
        assertThat(type.icon()).isEqualTo(Icon.TABLE);
        assertThat(type.partRows()).isNull();
        assertThat(type.defaults()).isEqualTo(new Defaults(ZoneId.of("UTC"), true, false));
    }

    @ParameterizedTest
    @CsvSource({
        "everyone, Everyone[]",
        "operators only, OperatorsOnly[]",
        "v.publisher_id, 'OfPublishers[column=v.publisher_id, publisherKey=null]'"
    })
    void theScopeIsSpelledOut(String words, String scope) throws IOException {
        String file = GOOD.replace("scope: {column: v.publisher_id}", "scope: " + words)
                .replace("narrows_scope: true", "column: v.publisher_id");
        assertThat(read(file).scope().toString()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({"id, member, MEMBER", "id, admin, ADMIN", "cost, member, OPERATOR", "cost, admin, OPERATOR"})
    void aFacetOfAColumnIsForThoseWhoMaySeeBoth(String column, String role, Standing standing) throws IOException {
        String file = GOOD.replace(
                "{label: Shop, type: text, sql: v.shop}", "{column: %s, role: %s}".formatted(column, role));
        assertThat(read(file).facets().get("shop")).extracting(Facet::standing).isEqualTo(standing);
    }

    @Test
    void whatSettingsSayOtherwiseATypeMaySayItself() throws IOException {
        ReportType type = read(GOOD + """
                part_rows: 1000
                max_rows: 50000
                retention_days: 2
                defaults: {time_zone: Europe/Berlin, formula_guard: false}
                icon: cart
                charts:
                  price: {column: price}
                  number: {label: Number, column: id}
                """);
        assertThat(type.icon()).isEqualTo(Icon.CART);
        assertThat(type.charts().values())
                .containsExactly(new Charted("price", "Price", "price"), new Charted("number", "Number", "id"));
        assertThat(type.partRows()).isEqualTo(1000);
        assertThat(type.maxRows()).isEqualTo(50_000);
        assertThat(type.retention()).isEqualTo(Duration.ofDays(2));
        assertThat(type.defaults()).isEqualTo(new Defaults(ZoneId.of("Europe/Berlin"), false, false));
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
