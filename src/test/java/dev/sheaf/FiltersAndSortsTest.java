package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.Behaviours.Asked;
import dev.sheaf.Behaviours.Case;
import dev.sheaf.Behaviours.Kind;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.ServerTest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Each filter and each sort of each type: the rows of the downloaded file and their order, against a query that was
/// written apart from the type's file.
@SuppressWarnings("NullAway.Init")
class FiltersAndSortsTest extends ServerTest {

    @Autowired
    private Catalogue catalogue;

    private Behaviours behaviours;

    static Stream<Case> cases() {
        return Behaviours.cases();
    }

    @BeforeEach
    void open() {
        behaviours = new Behaviours(jdbc, owner());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFileHoldsTheRowsOfTheQueryInItsOrder(Case each) {
        Kind kind = each.kind();
        Asked asked = each.asked();
        List<String> expected = behaviours.ids(
                kind,
                Objects.requireNonNullElse(asked.from(), kind.from),
                Behaviours.condition(asked),
                Objects.requireNonNullElse(asked.order(), kind.order));
        if (asked.none() != null) {
            assertThat(expected).isEmpty();
        } else if (asked.all() != null) {
            assertThat(expected).hasSizeGreaterThan(10);
        } else if (asked.from() == null) {
            assertThat(expected)
                    .isNotEmpty()
                    .hasSizeLessThan(
                            behaviours.ids(kind, kind.from, "true", kind.order).size());
        } else {
            assertThat(expected).isNotEmpty().isNotEqualTo(behaviours.ids(kind, kind.from, "true", kind.order));
        }

        JsonNode export =
                people().operator().api().build(behaviours.body(kind, asked).toString());

        assertThat(Downloaded.rows(export, folder).stream().map(row -> row.get(kind.label)))
                .containsExactlyElementsOf(expected);
    }

    /// Nobody adds a filter or a sort without a case for it.
    @Test
    void everyFilterAndEverySortHasACase() {
        for (Kind kind : Kind.values()) {
            var type = catalogue.types().find(kind.type()).orElseThrow();
            Set<String> filters = new TreeSet<>();
            Set<String> sorts = new TreeSet<>();
            cases().filter(each -> each.kind() == kind).forEach(each -> {
                ObjectNode body = behaviours.body(kind, each.asked());
                filters.addAll(body.path("search_params").propertyNames());
                sorts.add(body.at("/index_params/sort_by")
                        .asString(type.defaultSort().name()));
            });
            assertThat(filters)
                    .as("filters of %s", kind.type())
                    .isEqualTo(new TreeSet<>(type.filters().keySet()));
            assertThat(sorts)
                    .as("sorts of %s", kind.type())
                    .isEqualTo(new TreeSet<>(type.sorts().keySet()));
        }
    }
}
