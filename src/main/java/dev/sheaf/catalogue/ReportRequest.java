package dev.sheaf.catalogue;

import dev.sheaf.access.RowScope;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A request in canonical form: one meaning, one form.
///
/// `parameters` is what is stored and shown; everything else here is derived from it and the type. `values` holds
/// the canonical text of each filter that is set or has a default. `scope` bounds the rows, already narrowed as
/// asked.
public record ReportRequest(
        ReportType type,
        ObjectNode parameters,
        RowScope scope,
        List<TypeColumn> columns,
        Map<String, List<String>> values,
        Sort sort,
        boolean descending,
        ZoneId zone,
        boolean formulaGuard,
        boolean byteOrderMark,
        boolean gzip) {

    public ReportRequest {
        columns = List.copyOf(columns);
        values = Map.copyOf(values);
    }
}
