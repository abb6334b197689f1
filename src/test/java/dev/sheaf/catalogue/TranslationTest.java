package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The texts of types in more than one language.
class TranslationTest {

    private static final Locale FRENCH = Locale.FRENCH;

    @TempDir
    private Path folder = Path.of("target");

    record Refusal(String name, String file, String text, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refusal> refusals() {
        return Cases.read("/catalogue/refused-translations.yaml", Refusal.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatDoesNotFitItsTypeIsRefusedWithFileLineAndRule(Refusal refusal) throws IOException {
        Files.writeString(folder.resolve(refusal.file()), refusal.text());
        assertThatThrownBy(() -> ReportTypes.load(List.of(folder)))
                .isInstanceOf(UnusableTypeFile.class)
                .hasMessageStartingWith("Report type file " + refusal.message());
    }

    @Test
    void theTypesThatShipAreCompleteInGerman() throws IOException {
        for (ReportType type : ReportTypes.load(List.of()).all()) {
            Translation german = Objects.requireNonNull(type.translations().get(Locale.GERMAN), type.name());
            var missing = new ArrayList<String>();
            ReportType told = type.in(Locale.GERMAN);
            type.columns().values().stream()
                    .filter(column -> type.kind() == FileKind.XLSX
                            && !german.texts().containsKey("columns." + column.name() + ".label"))
                    .forEach(column -> missing.add(column.name()));
            type.columns().values().stream()
                    .filter(column -> !column.description().isEmpty()
                            && column.description()
                                    .equals(told.column(column.name()).description()))
                    .forEach(column -> missing.add(column.name() + " description"));
            type.filters().values().stream()
                    .filter(filter -> !german.texts().containsKey("filters." + filter.name() + ".label")
                            && type.columns().values().stream()
                                    .noneMatch(column -> column.label().equals(filter.label())))
                    .forEach(filter -> missing.add("filter " + filter.name()));
            type.filters().values().stream()
                    .filter(filter -> !filter.description().isEmpty()
                            && filter.description()
                                    .equals(filter(told, filter.name()).description()))
                    .forEach(filter -> missing.add("filter " + filter.name() + " description"));
            type.facets().values().stream()
                    .filter(facet -> !german.texts().containsKey("facets." + facet.name() + ".label")
                            && type.columns().values().stream()
                                    .noneMatch(column -> column.label().equals(facet.label())))
                    .forEach(facet -> missing.add("facet " + facet.name()));
            type.facets().values().stream()
                    .flatMap(facet -> facet.measures().stream())
                    .filter(measure -> !german.texts().containsKey("measures." + measure.name() + ".label"))
                    .forEach(measure -> missing.add("measure " + measure.name()));
            type.filters().values().stream()
                    .filter(filter -> filter.type() == FilterType.CHOICE)
                    .forEach(filter -> filter.choices().stream()
                            .filter(choice ->
                                    !german.texts().containsKey("filters." + filter.name() + ".choices." + choice))
                            .forEach(choice -> missing.add(filter.name() + " choice " + choice)));
            type.sorts().values().stream()
                    .filter(sort -> !german.texts().containsKey("sorts." + sort.name() + ".label")
                            && !german.texts().containsKey("columns." + sort.name() + ".label"))
                    .forEach(sort -> missing.add("sort " + sort.name()));
            type.charts().values().stream()
                    .filter(chart -> !german.texts().containsKey("charts." + chart.name() + ".label")
                            && !german.texts().containsKey("facets." + chart.name() + ".label")
                            && !german.texts().containsKey("columns." + chart.column() + ".label"))
                    .forEach(chart -> missing.add("chart " + chart.name()));
            assertThat(missing).as(type.name()).isEmpty();
            assertThat(told.displayName()).isNotEqualTo(type.displayName());
        }
    }

    @Test
    void anOperatorAddsALanguageWithAFile() throws IOException {
        Files.writeString(folder.resolve("deals_excel.fr.yaml"), """
                display_name: Offres
                columns:
                  title: {label: Titre, description: Titre de l’offre}
                  category: {label: Catégorie}
                filters:
                  status: {choices: {paused: en pause}}
                sorts:
                  created_at: {label: Date}
                facets:
                  deal_type: {label: Genre}
                """);
        ReportType deals = ReportTypes.load(List.of(folder)).find("deals_excel").orElseThrow();

        assertThat(deals.languages()).containsExactly(Locale.ENGLISH, Locale.GERMAN, FRENCH);
        ReportType french = deals.in(FRENCH);
        assertThat(french.told()).isEqualTo(FRENCH);
        assertThat(french.displayName()).isEqualTo("Offres");
        assertThat(french.column("title").label()).isEqualTo("Titre");
        assertThat(french.column("id").label()).as("as in the type's file").isEqualTo("ID");
        assertThat(french.facet("deal_type").label()).isEqualTo("Genre");
        assertThat(french.facet("category").label()).as("as the column").isEqualTo("Catégorie");
        assertThat(filter(french, "category").label()).isEqualTo("Catégorie");
        assertThat(filter(french, "status").choiceLabel("paused")).isEqualTo("en pause");
        assertThat(filter(french, "deal_type").choiceLabel("free_shipping")).isEqualTo("free shipping");
        assertThat(french.defaultSort().label()).isEqualTo("Date");
        assertThat(french.charts().get("deal_type"))
                .as("as the facet")
                .isEqualTo(new Charted("deal_type", "Genre", "deal_type"));
        assertThat(french.column("title").sql()).isEqualTo(deals.column("title").sql());
        assertThat(french.languages()).isEqualTo(deals.languages());
    }

    @Test
    void anOperatorsTypeNeedsNoTranslationAndMayBeWrittenInAnyLanguage() throws IOException {
        Files.writeString(folder.resolve("deals_excel.yaml"), """
                name: deals_excel
                display_name: Offres
                language: fr
                format: xlsx
                filename: offres
                from: shop.offers o
                key: o.id
                scope: everyone
                columns:
                  id: {label: Numéro, type: id, sql: o.id}
                sorts:
                  id: {sql: o.id, sql_type: bigint}
                """);
        ReportType deals = ReportTypes.load(List.of(folder)).find("deals_excel").orElseThrow();

        assertThat(deals.languages()).containsExactly(FRENCH);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        assertThat(TypeFiles.request(deals, body)
                        .parameters()
                        .at("/options/locale")
                        .isMissingNode())
                .isTrue();
        assertThat(TypeFiles.request(deals, body).locale()).isEqualTo(FRENCH);
        body.putObject("options").put("locale", "en");
        assertThat(TypeFiles.request(deals, body)
                        .parameters()
                        .at("/options/locale")
                        .asString())
                .isEqualTo("en");
    }

    @Test
    void aCsvIsAnotherFileOnlyIfItsHeaderIs() throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("options").put("locale", "de");
        ReportType advertisers =
                ReportTypes.load(List.of()).find("advertisers_csv").orElseThrow();
        assertThat(TypeFiles.request(advertisers, body)
                        .parameters()
                        .at("/options/locale")
                        .isMissingNode())
                .isTrue();

        Files.writeString(folder.resolve("advertisers_csv.de.yaml"), "columns: {epc: {label: Ertrag}}");
        ReportType told =
                ReportTypes.load(List.of(folder)).find("advertisers_csv").orElseThrow();
        ReportRequest german = TypeFiles.request(told, body);
        assertThat(german.parameters().at("/options/locale").asString()).isEqualTo("de");
        assertThat(german.columns()).extracting(TypeColumn::label).contains("Ertrag", "name");
        assertThat(told.in(Locale.GERMAN).displayName()).isEqualTo("Werbetreibende");
    }

    private static Filter filter(ReportType type, String name) {
        return Objects.requireNonNull(type.filters().get(name), name);
    }
}
