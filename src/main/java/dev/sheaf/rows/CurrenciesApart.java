package dev.sheaf.rows;

import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Measure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Adds up the measures of a facet, which come for each currency alone: what is counted is added up, amounts of
/// different currencies stand side by side. In the sums a measure has one place, or one for each of `currencies`.
record CurrenciesApart(Facet facet, Map<String, String> byPlace, List<String> currencies) {

    /// `totals` are those of all rows: their number, place of the currency, currency, measures.
    static CurrenciesApart of(Facet facet, List<List<@Nullable String>> totals) {
        var byPlace = new HashMap<String, String>();
        var found = new TreeSet<String>();
        for (List<@Nullable String> line : totals) {
            String currency = Objects.requireNonNullElse(line.get(2), "").strip();
            byPlace.put(Objects.requireNonNull(line.get(1)), currency);
            for (int i = 0; i < facet.measures().size(); i++) {
                if (facet.measures().get(i).currency() != null && line.get(i + 3) != null) {
                    found.add(currency);
                }
            }
        }
        return new CurrenciesApart(facet, byPlace, found.isEmpty() ? List.of("") : List.copyOf(found));
    }

    /// The sums of no rows at all: there is nothing to add up, but a count of it.
    @Nullable
    String[] nothing() {
        var line = new ArrayList<@Nullable String>();
        for (Measure measure : facet.measures()) {
            int places = measure.currency() == null ? 1 : currencies.size();
            line.addAll(Collections.nCopies(places, measure.kind() == Measure.Kind.COUNT ? "0" : null));
        }
        return line.toArray(new @Nullable String[0]);
    }

    /// `values` are the measures of rows with the currency at that place.
    void add(@Nullable String placeOfCurrency, List<@Nullable String> values, @Nullable String[] sums) {
        int place = 0;
        int currency = currencies.indexOf(byPlace.get(placeOfCurrency));
        for (int i = 0; i < facet.measures().size(); i++) {
            Measure measure = facet.measures().get(i);
            String value = values.get(i);
            if (measure.currency() == null) {
                sums[place] = sum(sums[place], value);
                place++;
            } else {
                if (value != null) {
                    sums[place + currency] = sum(sums[place + currency], value);
                }
                place += currencies.size();
            }
        }
    }

    /// Adds sums to others.
    static void add(List<@Nullable String> some, @Nullable String[] sums) {
        for (int place = 0; place < sums.length; place++) {
            sums[place] = sum(sums[place], some.get(place));
        }
    }

    private static @Nullable String sum(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        try {
            return new BigDecimal(one).add(new BigDecimal(other)).toPlainString();
        } catch (NumberFormatException e) {
            // One of them is NaN or infinite; what comes of two such is seldom a number.
            return "NaN";
        }
    }
}
