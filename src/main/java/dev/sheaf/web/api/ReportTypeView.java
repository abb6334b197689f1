package dev.sheaf.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Measure;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.Sort;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.catalogue.TypeDescription;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/// A report type as the API shows it to one caller.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record ReportTypeView(
        String name,
        String displayName,
        String description,
        String format,
        List<ColumnView> columns,
        List<SortView> sorts,
        List<FacetView> facets,
        ObjectNode searchParams,
        ObjectNode indexParams,
        ObjectNode options) {

    record ColumnView(
            String name,
            String label,
            String type,
            String description,
            @Nullable String currency,
            boolean optional) {

        static ColumnView of(TypeColumn column) {
            return new ColumnView(
                    column.name(),
                    column.label(),
                    word(column.type()),
                    column.description(),
                    column.currency(),
                    column.optional());
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SortView(String name, String defaultOrder) {

        static SortView of(Sort sort) {
            return new SortView(sort.name(), sort.descending() ? "desc" : "asc");
        }
    }

    record FacetView(String name, String label, String type, List<MeasureView> measures) {

        static FacetView of(Facet facet) {
            return new FacetView(
                    facet.name(),
                    facet.label(),
                    word(facet.type()),
                    facet.measures().stream().map(MeasureView::of).toList());
        }
    }

    record MeasureView(String name, String label, String type) {

        static MeasureView of(Measure measure) {
            return new MeasureView(measure.name(), measure.label(), word(measure.type()));
        }
    }

    static ReportTypeView of(TypeDescription description) {
        ReportType type = description.type();
        return new ReportTypeView(
                type.name(),
                type.displayName(),
                type.description().strip(),
                word(type.kind()),
                description.columns().stream().map(ColumnView::of).toList(),
                description.sorts().stream().map(SortView::of).toList(),
                description.facets().stream().map(FacetView::of).toList(),
                description.searchParams(),
                description.indexParams(),
                description.options());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
