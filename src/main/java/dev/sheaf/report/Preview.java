package dev.sheaf.report;

import dev.sheaf.catalogue.TypeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first rows of a report that is not asked for yet: of each the values of `columns`, as PostgreSQL writes them.
public record Preview(List<TypeColumn> columns, List<List<@Nullable String>> rows) {

    public Preview {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
