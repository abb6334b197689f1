package dev.sheaf.catalogue;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schemas (2020-12) of what one caller may send for one type.
///
/// They are made of the same [ValueForm]s that the check reads by.
final class RequestSchemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BLANKS = "[ \\t]*";

    private final ReportType type;
    private final RowScope scope;
    private final Standing standing;

    RequestSchemas(ReportType type, RowScope scope, Standing standing) {
        this.type = type;
        this.scope = scope;
        this.standing = standing;
    }

    List<Filter> filters() {
        return type.filtersFor(standing);
    }

    ObjectNode searchParams() {
        ObjectNode schema = object();
        String ranges =
                type.rangesFor(standing).stream().map(RequestSchemas::words).collect(Collectors.joining(" "));
        if (!ranges.isEmpty()) {
            schema.put("description", ranges);
        }
        ObjectNode properties = schema.putObject("properties");
        for (Filter filter : filters()) {
            properties.set(filter.name(), property(filter));
            if (filter.required()) {
                schema.withArray("required").add(filter.name());
            }
            if (filter.needs() != null) {
                needs(schema, filter, Objects.requireNonNull(type.filters().get(filter.needs())));
            }
        }
        return schema;
    }

    private static String words(DateRange range) {
        return range.to() + " is not before " + range.from()
                + (range.maxDays() == null ? "." : ", and they span at most " + range.maxDays() + " days.");
    }

    private ObjectNode property(Filter filter) {
        ValueForm form = filter.narrowsScope() && scope.rows() instanceof Publishers.Only only
                ? new ValueForm(filter, only.ids())
                : ValueForm.of(filter);
        ObjectNode property = JSON.objectNode();
        String expectation = form.expectation().toString();
        property.put("title", filter.label());
        property.put(
                "description",
                filter.description().isEmpty() ? expectation : filter.description() + ": " + expectation);
        if (filter.fallback() != null && !filter.fallback().equals(Filter.TODAY)) {
            property.set("default", FilterCheck.json(filter.type(), filter.fallback()));
        }
        ArrayNode forms = property.putArray("anyOf");
        value(filter, form).forEach(forms::add);
        if (!filter.many()) {
            forms.add(text(form.regex()));
        } else {
            ObjectNode text = forms.addObject().put("type", "string").put("maxLength", ValueForm.LONGEST_LIST);
            text.putObject("not").put("pattern", form.wrongElement());
            ObjectNode list = forms.addObject().put("type", "array").put("maxItems", ValueForm.MOST_VALUES);
            ArrayNode items = list.putObject("items").putArray("anyOf");
            value(filter, form).forEach(items::add);
            items.add(text(form.regex())).add(absent());
        }
        if (!filter.required()) {
            forms.add(absent());
        } else if (filter.many()) {
            property.putArray("allOf").add(present(filter));
        }
        return property;
    }

    /// The forms of one value that are no text.
    private static Stream<ObjectNode> value(Filter filter, ValueForm form) {
        ObjectNode value = JSON.objectNode();
        switch (filter.type()) {
            case TEXT, SEARCH, DATE, COUNTRY, CHOICE -> {
                return Stream.empty();
            }
            case BOOLEAN -> value.put("type", "boolean");
            case ID, INTEGER -> {
                value.put("type", "integer");
                if (form.choices().isEmpty()) {
                    bounds(value, form);
                } else {
                    ArrayNode choices = value.putArray("enum");
                    form.choices().forEach(choice -> choices.add(Long.parseLong(choice)));
                }
            }
            case DECIMAL ->
                value.put("type", "number")
                        .put("minimum", form.least())
                        .put("maximum", form.most())
                        .put("multipleOf", BigDecimal.ONE.scaleByPowerOfTen(-ValueForm.DECIMALS));
        }
        return form.isImpossible() ? Stream.empty() : Stream.of(value);
    }

    /// Validators compare with what fits into 64 bits by cutting the value to as many, so none of those is the bound
    /// where the bound is that of 64 bits.
    private static void bounds(ObjectNode value, ValueForm form) {
        if (form.least().equals(BigInteger.valueOf(Long.MIN_VALUE))) {
            value.put("exclusiveMinimum", form.least().subtract(BigInteger.ONE));
        } else {
            value.put("minimum", form.least());
        }
        if (form.most().equals(BigInteger.valueOf(Long.MAX_VALUE))) {
            value.put("exclusiveMaximum", form.most().add(BigInteger.ONE));
        } else {
            value.put("maximum", form.most());
        }
    }

    /// A filter that means nothing without another, which the caller then has to give.
    private static void needs(ObjectNode schema, Filter filter, Filter needed) {
        if (needed.fallback() == null && !needed.required()) {
            ObjectNode rule = schema.withArray("allOf").addObject();
            rule.set("if", given(filter));
            rule.set("then", given(needed));
        }
    }

    private static ObjectNode given(Filter filter) {
        ObjectNode given = JSON.objectNode();
        given.putArray("required").add(filter.name());
        given.putObject("properties").set(filter.name(), present(filter));
        return given;
    }

    private static ObjectNode present(Filter filter) {
        ObjectNode notAbsent = JSON.objectNode();
        notAbsent.set("not", absent());
        if (!filter.many()) {
            return notAbsent;
        }
        ObjectNode present = JSON.objectNode();
        ArrayNode forms = present.putArray("anyOf");
        forms.addObject().putArray("type").add("number").add("boolean");
        forms.addObject().put("type", "string").put("pattern", "[^, \\t]");
        forms.addObject().put("type", "array").set("contains", notAbsent);
        return present;
    }

    ObjectNode indexParams() {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        Collection<String> sorts = IndexCheck.sortsFor(type, standing).keySet();
        Sort sort = type.defaultSort();
        properties.set(
                "sort_by", words(sorts).put("description", "Order of the rows").put("default", sort.name()));
        properties.set(
                "sort_order",
                words(List.of("asc", "desc")).put("description", "Without it, the direction of the order in sort_by"));
        properties.set(
                "columns",
                names(IndexCheck.columnsFor(type, standing).keySet(), 1)
                        .put("description", "Columns of the file in the wished order"));
        if (!IndexCheck.facetsFor(type, standing).isEmpty()) {
            properties.set(
                    "facets",
                    names(IndexCheck.facetsFor(type, standing).keySet(), 0)
                            .put("description", "Summary sheets in the wished order"));
        }
        return schema;
    }

    /// Names without doubles, as a list or as one text with commas.
    private static ObjectNode names(Collection<String> names, int least) {
        String twice = "(?:^|,)" + BLANKS + "([a-z0-9_]+)" + BLANKS + ",(?:[\\s\\S]*,)?" + BLANKS + "\\1" + BLANKS
                + ValueForm.END_OF_ELEMENT;
        ObjectNode schema = JSON.objectNode();
        ArrayNode forms = schema.putArray("anyOf");
        ObjectNode list = forms.addObject().put("type", "array").put("uniqueItems", true);
        if (least > 0) {
            list.put("minItems", least);
        }
        ArrayNode choices = list.putObject("items").putArray("enum");
        names.forEach(choices::add);
        ArrayNode rules = forms.addObject().put("type", "string").putArray("allOf");
        String wrong = ValueForm.wrongElement(ValueForm.alternatives(names) + BLANKS);
        List.of(wrong, twice)
                .forEach(regex -> rules.addObject().putObject("not").put("pattern", regex));
        forms.add(absent());
        return schema;
    }

    ObjectNode options() {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        Defaults defaults = type.defaults();
        for (String option : RequestCheck.optionKeys(type)) {
            properties.set(
                    option,
                    switch (option) {
                        case "time_zone" ->
                            words(Zones.NAMES)
                                    .put("description", "IANA time zone of days and times")
                                    .put("default", defaults.zone().getId());
                        case "formula_guard" ->
                            flag().put("description", "Keep text that looks like a formula from being one")
                                    .put("default", defaults.formulaGuard());
                        case "bom" ->
                            flag().put("description", "Begin the file with a byte order mark")
                                    .put("default", defaults.byteOrderMark());
                        case "locale" ->
                            words(RequestCheck.locales(type))
                                    .put(
                                            "description",
                                            "Language of headers and of the words around the data, which stays as it"
                                                    + " is; without it, that of Accept-Language");
                        case "compression" -> words(List.of(RequestCheck.GZIP)).put("description", "Pack the file");
                        case SqlNames.TODAY -> {
                            ObjectNode day = JSON.objectNode()
                                    .put("description", "What today means here; without it, the day of asking");
                            day.putArray("anyOf").add(text(ValueForm.DATE)).add(absent());
                            yield day;
                        }
                        default -> throw new IllegalStateException("No schema for the option " + option);
                    });
        }
        return schema;
    }

    private static ObjectNode flag() {
        ObjectNode flag = JSON.objectNode();
        ArrayNode forms = flag.putArray("anyOf");
        forms.addObject().put("type", "boolean");
        forms.add(absent());
        return flag;
    }

    private static ObjectNode object() {
        return JSON.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("type", "object")
                .put("additionalProperties", false);
    }

    /// The end is written so that it is one for everybody: `$` lets a line break pass in Java and in Python.
    private static ObjectNode text(String regex) {
        return JSON.objectNode().put("type", "string").put("pattern", "^(?:" + regex + ")(?![\\s\\S])");
    }

    private static ObjectNode words(Collection<String> words) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode choices = schema.putArray("enum");
        words.forEach(choices::add);
        choices.add("").addNull();
        return schema;
    }

    private static ObjectNode absent() {
        ObjectNode absent = JSON.objectNode();
        absent.putArray("enum").add("").add((JsonNode) JSON.nullNode());
        return absent;
    }
}
