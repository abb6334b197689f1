package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A condition that a caller may set.
///
/// `label` is what people call it, and `choiceLabels` what they call those of `choices` that have names of their own.
/// `sql` is a predicate in which `:name` stands for the value; null if the type's `from` uses the value itself or if
/// the filter narrows the row scope. `fallback` is the value taken when the caller gives none. With `many`, several
/// values
/// may be given and `:name` is an array. `needs` names the filter without which this one means nothing. `standing` is
/// the least that may set it.
public record Filter(
        String name,
        String label,
        FilterType type,
        boolean many,
        boolean required,
        boolean narrowsScope,
        List<String> choices,
        Map<String, String> choiceLabels,
        Limits limits,
        @Nullable String fallback,
        @Nullable String needs,
        @Nullable String sql,
        String description,
        Standing standing) {

    /// The fallback of a date that means the day of asking, in the time zone asked for.
    public static final String TODAY = "today";

    public Filter {
        choices = List.copyOf(choices);
        choiceLabels = Map.copyOf(choiceLabels);
    }

    /// What people call one of the choices: `free_shipping` is `free shipping` unless something else is said.
    public String choiceLabel(String choice) {
        return choiceLabels.getOrDefault(choice, choice.replace('_', ' '));
    }

    Filter told(String toldLabel, String toldDescription, Map<String, String> toldChoices) {
        return new Filter(
                name,
                toldLabel,
                type,
                many,
                required,
                narrowsScope,
                choices,
                toldChoices,
                limits,
                fallback,
                needs,
                sql,
                toldDescription,
                standing);
    }

    /// The PostgreSQL type of `:name`.
    public String sqlType() {
        return many ? type.sqlType() + "[]" : type.sqlType();
    }
}
