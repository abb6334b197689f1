package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import dev.sheaf.format.Column;
import dev.sheaf.format.ValueType;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A column that a report type offers: its name in requests, how the file shows it, and the SQL that gives its
/// value.
///
/// `currency` names the column that tells the currency of a `money`. `width` is in characters, null to fit the
/// content. An `optional` column is in the file only if it is named. `standing` is the least that sees it.
public record TypeColumn(
        String name,
        String label,
        ValueType type,
        int scale,
        @Nullable String currency,
        String sql,
        String description,
        @Nullable Integer width,
        boolean wrap,
        boolean optional,
        Standing standing) {

    TypeColumn told(String toldLabel, String toldDescription) {
        return new TypeColumn(
                name, toldLabel, type, scale, currency, sql, toldDescription, width, wrap, optional, standing);
    }

    /// Whether people compare its values digit by digit.
    public boolean numeric() {
        return switch (type) {
            case INTEGER, DECIMAL, MONEY, PERCENT -> true;
            case ID, TEXT, DATE, TIMESTAMP, BOOLEAN, URL, COUNTRY -> false;
        };
    }

    /// A value, given as PostgreSQL prints it, as people will see it in a file of that kind.
    public String shown(String value, FileKind kind, Locale locale) {
        return switch (kind) {
            case CSV -> Shown.text(this, value);
            case XLSX -> Shown.cell(this, value, locale);
        };
    }

    /// Why values of the PostgreSQL type `sqlType` cannot be shown here; empty if they can.
    public Optional<String> misfit(String sqlType) {
        return SqlTypes.misfit(type, sqlType);
    }

    /// `currencyAt` is the place of the [#currency] among the columns of the file, negative if it is not there.
    public Column inFile(int currencyAt) {
        return new Column(label, type, scale, wrap, currencyAt < 0 ? Column.NO_CURRENCY : currencyAt);
    }
}
