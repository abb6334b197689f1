package dev.sheaf.format;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a workbook tells besides its rows: its properties, its facet sheets and its About sheet. CSV has none of it.
///
/// `filters` are in words, in the order in which they are shown. `asOf` is the moment that all rows are of, told in
/// `zone`; the file says that it was made then, so that it does not differ by when it was written. `locale` chooses
/// the words around the data, never the data's form.
public record Cover(
        String title,
        String description,
        String requestedBy,
        List<Line> filters,
        Instant asOf,
        ZoneId zone,
        List<FacetSheet> facets,
        Locale locale) {

    public Cover {
        filters = List.copyOf(filters);
        facets = List.copyOf(facets);
    }

    /// A label and what it says: a text, or whether something holds.
    public record Line(String label, String value, @Nullable Boolean truth) {

        public Line(String label, String value) {
            this(label, value, null);
        }

        public Line(String label, boolean truth) {
            this(label, "", truth);
        }
    }
}
