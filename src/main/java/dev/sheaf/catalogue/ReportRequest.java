package dev.sheaf.catalogue;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A request in canonical form: one meaning, one form.
///
/// `parameters` is what is stored and shown; everything else here is derived from it and the type. `values` holds
/// the canonical text of each filter that is set or has a default. `scope` bounds the rows, already narrowed as
/// asked. `today` is what today means in this request, in its `zone`.
public record ReportRequest(
        ReportType type,
        ObjectNode parameters,
        RowScope scope,
        List<TypeColumn> columns,
        List<Facet> facets,
        Map<String, List<String>> values,
        Sort sort,
        boolean descending,
        ZoneId zone,
        LocalDate today,
        boolean formulaGuard,
        boolean byteOrderMark,
        boolean gzip,
        Locale locale) {

    public ReportRequest {
        columns = List.copyOf(columns);
        facets = List.copyOf(facets);
        values = Map.copyOf(values);
    }

    /// The least standing that may see all that the file shows or was chosen by.
    public Standing standing() {
        return Stream.of(
                        columns.stream().map(TypeColumn::standing),
                        facets.stream().map(Facet::standing),
                        Stream.of(sort.standing()),
                        type.filters().values().stream()
                                .filter(filter -> filter.fallback() == null && values.containsKey(filter.name()))
                                .map(Filter::standing),
                        Stream.of(type.isFor(Standing.MEMBER) ? Standing.MEMBER : Standing.OPERATOR))
                .flatMap(standings -> standings)
                .max(Comparator.naturalOrder())
                .orElse(Standing.MEMBER);
    }
}
