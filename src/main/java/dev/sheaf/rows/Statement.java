package dev.sheaf.rows;

import dev.sheaf.access.Publishers;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.FilterType;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.Scope;
import dev.sheaf.catalogue.Sort;
import dev.sheaf.catalogue.TypeColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The SQL of one request, with the values of its parameters.
///
/// The text comes from the type's file and from the templates here; what a caller sent is in `values` only. Each
/// statement that is made here is bounded by the row scope of the request.
record Statement(String sql, Map<String, Value> values) {

    /// All rows in order.
    static Statement rows(Question question, Dialect dialect) {
        return rows(
                question, dialect, columns(question), question.request().type().from(), null, null);
    }

    /// The same, at most `limit` of them.
    static Statement rows(Question question, long limit) {
        return rows(question, columns(question), question.request().type().from(), limit);
    }

    /// The same of other columns and another `from`, as [PartQuery] has them.
    static Statement rows(Question question, List<String> columns, String from, long limit) {
        return rows(question, Dialect.POSTGRES, columns, from, null, limit);
    }

    /// The rows of `range` in order.
    static Statement rows(Question question, List<String> columns, String from, Range range) {
        return rows(question, Dialect.POSTGRES, columns, from, range, null);
    }

    static List<String> columns(Question question) {
        return question.request().columns().stream().map(TypeColumn::sql).toList();
    }

    private static Statement rows(
            Question question,
            Dialect dialect,
            List<String> columns,
            String from,
            @Nullable Range range,
            @Nullable Long limit) {
        ReportRequest request = question.request();
        Map<String, Value> values = values(question);
        List<String> conditions = conditions(request, dialect);
        if (range != null) {
            conditions.add(within(request, range, values));
        }
        String sql = """
                select %s
                from %s
                where %s
                order by %s%s
                """.formatted(
                        selected(columns),
                        from,
                        String.join("\n  and ", conditions),
                        order(request.sort(), request.type().key(), request.descending(), dialect),
                        limit == null ? "" : "\nlimit " + limit);
        return new Statement(sql, values);
    }

    /// The row of `stretch` that has `offset` others before it: its sort key and primary key, which are turned
    /// into text only once it is found. `from` is the type's, or what [LoneTable] finds enough.
    static Statement boundary(Question question, String from, Stretch stretch, long offset) {
        ReportRequest request = question.request();
        String key = request.type().key();
        Map<String, Value> values = values(question);
        String sql = """
                select boundary.sort_key::text, boundary.key::text
                from (
                select %s
                from %s
                where %s
                order by %s
                offset %d limit 1
                ) as boundary (sort_key, key)
                """.formatted(
                        selected(List.of(request.sort().sql(), key)),
                        from,
                        String.join("\n  and ", conditions(request, stretch, values)),
                        order(request.sort(), key, request.descending(), Dialect.POSTGRES),
                        offset);
        return new Statement(sql, values);
    }

    /// How many rows `stretch` has, in the same `from`.
    static Statement count(Question question, String from, Stretch stretch) {
        ReportRequest request = question.request();
        Map<String, Value> values = values(question);
        String sql = "select count(*)\nfrom %s\nwhere %s"
                .formatted(from, String.join("\n  and ", conditions(request, stretch, values)));
        return new Statement(sql, values);
    }

    /// How many rows there are; it may stop counting after `enough`.
    static Statement count(Question question, Dialect dialect, long enough) {
        String matching = matching(question, dialect, "1 as one");
        String sql = "select count(*)\nfrom (%s%s) as matching"
                .formatted(matching, dialect == Dialect.POSTGRES ? "\nlimit " + enough : "");
        return new Statement(sql, values(question));
    }

    /// `values` of each row, in no order.
    static String matching(Question question, Dialect dialect, String values) {
        ReportRequest request = question.request();
        return "select %s\nfrom %s\nwhere %s"
                .formatted(values, request.type().from(), String.join("\n  and ", conditions(request, dialect)));
    }

    /// `values` under names that no table has: a name in `order by` means what is selected first, and only then what
    /// is read.
    static String selected(List<String> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) + " as sheaf_" + i)
                .collect(Collectors.joining(",\n       "));
    }

    static String order(Sort sort, String key, boolean descending, Dialect dialect) {
        String direction = descending ? " desc" : " asc";
        // Left out where there are no nulls: an index read backwards has them first and would not serve the order.
        String sorted = sort.nullable() ? dialect.nullsLast(sort.sql(), direction) : sort.sql() + direction;
        return sorted + ", " + key + direction;
    }

    /// Which rows are meant, for all that asks for them: the row scope and the filters that are set.
    static List<String> conditions(ReportRequest request, Dialect dialect) {
        ReportType type = request.type();
        var conditions = new ArrayList<String>();
        conditions.add(withinScope(request, dialect));
        for (Filter filter : type.filters().values()) {
            if (filter.sql() != null && request.values().containsKey(filter.name())) {
                conditions.add("(" + filter.sql() + ")");
            }
        }
        return conditions;
    }

    private static List<String> conditions(ReportRequest request, Stretch stretch, Map<String, Value> values) {
        List<String> conditions = conditions(request, Dialect.POSTGRES);
        Sort sort = request.sort();
        if (sort.nullable()) {
            conditions.add("(%s) is %s".formatted(sort.sql(), stretch.nulls() ? "null" : "not null"));
        }
        if (stretch.from() != null) {
            bind(values, "from", stretch.from(), sort);
            conditions.add(onward(request, stretch.from()));
        }
        return conditions;
    }

    private static String withinScope(ReportRequest request, Dialect dialect) {
        boolean all = request.scope().rows() instanceof Publishers.All;
        return switch (request.type().scope()) {
            case Scope.OfPublishers of
            when !all -> dialect.among(of.column(), of.publisherKey() == null ? "publishers" : "publisher_keys");
            case Scope.OfPublishers _, Scope.Everyone _ -> "1 = 1";
            case Scope.OperatorsOnly _ -> all ? "1 = 1" : "1 = 0";
        };
    }

    /// Row comparisons find their place in an index on (sort key, primary key); nulls stand behind all others. The
    /// bounds of the sort key alone say nothing new, but the planner knows how to estimate them.
    private static String within(ReportRequest request, Range range, Map<String, Value> values) {
        Sort sort = request.sort();
        String pair = "(%s, %s)".formatted(sort.sql(), request.type().key());
        String earlier = request.descending() ? ">" : "<";
        Boundary from = range.from();
        Boundary before = range.before();
        bind(values, "from", from, sort);
        if (before != null) {
            bind(values, "before", before, sort);
        }
        String isNull = "(%s) is null".formatted(sort.sql());
        String key = request.type().key();
        if (from.sortKey() == null) {
            return isNull
                    + " and " + onward(request, from)
                    + (before == null ? "" : " and %s %s :before_key".formatted(key, earlier));
        }
        String fromOnward = onward(request, from);
        if (before == null) {
            return sort.nullable() ? "(%s or %s)".formatted(fromOnward, isNull) : fromOnward;
        }
        if (before.sortKey() == null) {
            return "(%s or %s and %s %s :before_key)".formatted(fromOnward, isNull, key, earlier);
        }
        return fromOnward
                + " and %s %s (:before_sort_key, :before_key)".formatted(pair, earlier)
                + " and (%s) %s= :from_sort_key".formatted(sort.sql(), request.descending() ? "<" : ">")
                + " and (%s) %s= :before_sort_key".formatted(sort.sql(), earlier);
    }

    /// From the boundary on, among the rows that have a sort key as it has, or have none as it has.
    private static String onward(ReportRequest request, Boundary from) {
        String key = request.type().key();
        String onward = request.descending() ? "<=" : ">=";
        return from.sortKey() == null
                ? "%s %s :from_key".formatted(key, onward)
                : "(%s, %s) %s (:from_sort_key, :from_key)"
                        .formatted(request.sort().sql(), key, onward);
    }

    private static void bind(Map<String, Value> values, String name, Boundary boundary, Sort sort) {
        values.put(name + "_sort_key", new Value(boundary.sortKey(), sort.sqlType()));
        values.put(name + "_key", new Value(boundary.key(), null));
    }

    static Map<String, Value> values(Question question) {
        ReportRequest request = question.request();
        var values = new HashMap<String, Value>();
        ReportType type = request.type();
        for (Filter filter : type.filters().values()) {
            values.put(filter.name(), value(filter, request.values().get(filter.name())));
        }
        values.put("time_zone", new Value(request.zone().getId(), "text"));
        values.put("today", new Value(request.today().toString(), "date"));
        values.put("all_publishers", all(request.scope().rows()));
        values.put("publishers", ids(request.scope().rows()));
        values.put("publisher_keys", Value.untypedArray(question.publisherKeys()));
        values.put("all_deals", all(request.scope().deals()));
        values.put("deal_publishers", ids(request.scope().deals()));
        return values;
    }

    private static Value value(Filter filter, @Nullable List<String> texts) {
        if (texts == null) {
            return new Value(null, filter.sqlType());
        }
        if (filter.many()) {
            return Value.array(texts, filter.type().sqlType());
        }
        return filter.type() == FilterType.SEARCH
                ? Value.containing(texts.getFirst())
                : new Value(texts.getFirst(), filter.sqlType());
    }

    private static Value all(Publishers publishers) {
        return new Value(Boolean.toString(publishers instanceof Publishers.All), "boolean");
    }

    private static Value ids(Publishers publishers) {
        return Value.array(
                publishers instanceof Publishers.Only only
                        ? only.ids().stream().map(Objects::toString).toList()
                        : List.of(),
                "bigint");
    }
}
