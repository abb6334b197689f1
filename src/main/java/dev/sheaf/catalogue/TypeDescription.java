package dev.sheaf.catalogue;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A report type as one caller may use it: what they may choose, and JSON Schemas (2020-12) of the three objects of a
/// request. The answer of the API and the form of a page are both made of it.
///
/// What a schema accepts the server accepts, and the reverse, but for two things that no schema can say: the
/// [ReportType#ranges], and what has changed in between.
public record TypeDescription(
        ReportType type,
        List<TypeColumn> columns,
        List<Filter> filters,
        List<DateRange> ranges,
        List<Sort> sorts,
        List<Facet> facets,
        ObjectNode searchParams,
        ObjectNode indexParams,
        ObjectNode options) {

    public TypeDescription {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
        ranges = List.copyOf(ranges);
        sorts = List.copyOf(sorts);
        facets = List.copyOf(facets);
    }

    static TypeDescription of(ReportType type, RowScope scope, Standing standing) {
        var schemas = new RequestSchemas(type, scope, standing);
        return new TypeDescription(
                type,
                List.copyOf(IndexCheck.columnsFor(type, standing).values()),
                schemas.filters(),
                type.rangesFor(standing),
                List.copyOf(IndexCheck.sortsFor(type, standing).values()),
                List.copyOf(IndexCheck.facetsFor(type, standing).values()),
                schemas.searchParams(),
                schemas.indexParams(),
                schemas.options());
    }
}
