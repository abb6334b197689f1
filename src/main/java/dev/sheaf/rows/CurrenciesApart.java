package dev.sheaf.rows;

import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Measure;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes one line of a group out of its lines for each currency: what is counted is added up, amounts of different
/// currencies stand side by side.
record CurrenciesApart(Facet facet, Map<String, String> byPlace, List<String> currencies, String totals) {

    /// `lines` are those of all rows: place of the currency, currency, measures.
    static CurrenciesApart of(Facet facet, List<String> lines) {
        List<List<@Nullable String>> split =
                lines.stream().map(CopyLine::values).toList();
        var byPlace = new HashMap<String, String>();
        var found = new TreeSet<String>();
        for (List<@Nullable String> line : split) {
            String currency = Objects.requireNonNullElse(line.get(1), "").strip();
            byPlace.put(Objects.requireNonNull(line.getFirst()), currency);
            for (int i = 0; i < facet.measures().size(); i++) {
                if (facet.measures().get(i).currency() != null && line.get(i + 2) != null) {
                    found.add(currency);
                }
            }
        }
        List<String> currencies = found.isEmpty() ? List.of("") : List.copyOf(found);
        var bare = new CurrenciesApart(facet, byPlace, currencies, "");
        @Nullable String[] sums = bare.nothing();
        split.forEach(line -> bare.add(line.getFirst(), line.subList(2, line.size()), sums));
        return new CurrenciesApart(facet, byPlace, currencies, line(Arrays.asList(sums)));
    }

    /// `lines` are those of the groups: value, place of the currency, measures.
    List<String> groups(List<String> lines) {
        Map<String, @Nullable String[]> groups = new LinkedHashMap<>();
        for (String line : lines) {
            int end = line.indexOf('\t');
            List<@Nullable String> values = CopyLine.values(line.substring(end + 1));
            add(
                    values.getFirst(),
                    values.subList(1, values.size()),
                    groups.computeIfAbsent(line.substring(0, end), _ -> nothing()));
        }
        return groups.entrySet().stream()
                .map(group -> group.getKey() + "\t" + line(Arrays.asList(group.getValue())))
                .toList();
    }

    /// The line of no rows at all: there is nothing to add up, but a count of it.
    private @Nullable String[] nothing() {
        var line = new ArrayList<@Nullable String>();
        for (Measure measure : facet.measures()) {
            int places = measure.currency() == null ? 1 : currencies.size();
            line.addAll(Collections.nCopies(places, measure.kind() == Measure.Kind.COUNT ? "0" : null));
        }
        return line.toArray(new @Nullable String[0]);
    }

    private void add(@Nullable String placeOfCurrency, List<@Nullable String> values, @Nullable String[] sums) {
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

    private static String line(List<@Nullable String> values) {
        var line = new CopyLine();
        line.begin();
        values.forEach(line::add);
        return new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    }
}
