package dev.sheaf.web.ui;

import dev.sheaf.catalogue.DateRange;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.TypeDescription;
import dev.sheaf.catalogue.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The form of one report type with what somebody has entered. The names of its fields stand in addresses, so that a
/// filled form can be kept and passed on.
///
/// What is entered becomes the very body that the API takes, and goes the same way; nothing is checked here.
public final class Form {

    private static final String COLUMNS = "index_params.columns";

    private final TypeDescription description;
    private final Entered entered;
    private final List<Violation> violations;
    private final Words words;

    Form(TypeDescription description, Entered entered, List<Violation> violations, Words words) {
        this.description = description;
        this.entered = entered;
        this.violations = List.copyOf(violations);
        this.words = words;
    }

    Form with(List<Violation> wrong) {
        return new Form(description, entered, wrong, words);
    }

    /// One filter on the page; `kind` chooses the control. `usual` is what counts if nothing is chosen, `begins` the
    /// range that it is the first day of.
    public record Field(
            String name,
            String path,
            String label,
            String kind,
            String hint,
            boolean many,
            boolean required,
            List<Choice> choices,
            List<String> values,
            @Nullable String usual,
            @Nullable Range begins,
            @Nullable String error) {

        public String text() {
            return String.join(",", values);
        }

        /// The ids of what is said about it, the error first.
        public @Nullable String described() {
            String ids = (error == null ? "" : path + "-error ") + (hint.isEmpty() ? "" : path + "-hint");
            return ids.isEmpty() ? null : ids.strip();
        }
    }

    public record Choice(String name, String label, String hint, boolean chosen) {}

    public ReportType type() {
        return description.type();
    }

    /// Two dates that are filled in together; `label` says which.
    public record Range(String from, String to, boolean endExcluded, String label) {}

    private List<Range> ranges() {
        return description.ranges().stream()
                .map(range -> new Range(
                        "s." + range.from(),
                        "s." + range.to(),
                        range.endExcluded(),
                        label(range.from()) + " – " + label(range.to())))
                .toList();
    }

    private String label(String filter) {
        return words.label(Objects.requireNonNull(type().filters().get(filter)));
    }

    /// How the rows are ordered if nothing else is chosen.
    public Choice usualSort() {
        return new Choice(
                type().defaultSort().name(),
                type().defaultSort().label(),
                "",
                type().defaultSort().descending());
    }

    /// Those that have to be filled in first, and the end of a range right behind its beginning.
    public List<Field> fields() {
        return description.filters().stream()
                .sorted(Comparator.comparingInt((Filter filter) -> filter.required() ? 0 : 1)
                        .thenComparingInt(this::order))
                .map(this::field)
                .toList();
    }

    private int order(Filter filter) {
        List<String> names = List.copyOf(type().filters().keySet());
        String first = description.ranges().stream()
                .filter(range -> range.to().equals(filter.name()))
                .map(DateRange::from)
                .findFirst()
                .orElse(filter.name());
        return names.indexOf(first);
    }

    private Field field(Filter filter) {
        String path = "search_params." + filter.name();
        String field = "s." + filter.name();
        List<String> values = FormBody.asItStands(filter) ? List.of(entered.one(field)) : entered.values(field);
        String fallback = filter.fallback();
        return new Field(
                filter.name(),
                field,
                words.label(filter),
                kind(filter),
                filter.description(),
                filter.many(),
                filter.required(),
                filter.choices().stream()
                        .map(choice -> new Choice(choice, filter.choiceLabel(choice), "", values.contains(choice)))
                        .toList(),
                values,
                fallback == null ? null : filter.choiceLabel(fallback),
                ranges().stream()
                        .filter(range -> range.from().equals(field))
                        .findFirst()
                        .orElse(null),
                said(path));
    }

    private @Nullable String said(String path) {
        String said = violations.stream()
                .filter(violation -> violation.path().equals(path))
                .map(violation -> words.said(violation.phrase()))
                .collect(Collectors.joining("; "));
        return said.isEmpty() ? null : said;
    }

    private String kind(Filter filter) {
        if (!filter.choices().isEmpty()) {
            return filter.many() ? "choices" : "choice";
        }
        return switch (filter.type()) {
            case DATE -> "date";
            case BOOLEAN -> "boolean";
            case CHOICE, ID, COUNTRY, TEXT, SEARCH, INTEGER, DECIMAL -> words.lookedUp(filter) ? "lookup" : "text";
        };
    }

    /// The chosen ones first, in their order.
    public List<Choice> columns() {
        List<String> chosen = entered.values("columns");
        List<Choice> all = description.columns().stream()
                .map(column -> new Choice(
                        column.name(),
                        column.label(),
                        column.description(),
                        entered.has("columns") ? chosen.contains(column.name()) : !column.optional()))
                .toList();
        return all.stream()
                .sorted(Comparator.comparingInt(
                        choice -> chosen.contains(choice.name()) ? chosen.indexOf(choice.name()) : Integer.MAX_VALUE))
                .toList();
    }

    public @Nullable String columnsError() {
        return said(COLUMNS);
    }

    public List<Choice> facets() {
        List<String> chosen = entered.values("facets");
        return description.facets().stream()
                .map(facet -> new Choice(facet.name(), facet.label(), "", chosen.contains(facet.name())))
                .toList();
    }

    public List<Choice> sorts() {
        return description.sorts().stream()
                .map(sort ->
                        new Choice(sort.name(), sort.label(), "", sort.name().equals(one("sort_by"))))
                .toList();
    }

    /// The languages that the words of the file may be in.
    public List<Choice> locales() {
        return description
                .options()
                .at("/properties/locale/enum")
                .valueStream()
                .map(tag -> tag.asString(""))
                .filter(tag -> !tag.isEmpty())
                .map(tag -> new Choice(tag, own(Locale.forLanguageTag(tag)), "", tag.equals(one("locale"))))
                .toList();
    }

    /// A language as those call it who speak it.
    private static String own(Locale language) {
        return language.getDisplayName(language);
    }

    public boolean hasOption(String name) {
        return FormBody.hasOption(description, name);
    }

    public boolean unguarded() {
        return new FormBody(description, entered).unguarded();
    }

    public boolean unguardedByDefault() {
        return !type().defaults().formulaGuard();
    }

    public String one(String name) {
        return entered.one(name);
    }

    /// What is wrong and has no field of its own.
    public List<Words.Pair> others() {
        return told(violations.stream()
                .filter(violation ->
                        filter(violation).isEmpty() && !violation.path().equals(COLUMNS))
                .toList());
    }

    /// Each violation under the label of the field that it is about.
    List<Words.Pair> told(List<Violation> wrong) {
        return wrong.stream()
                .map(violation -> new Words.Pair(words.place(violation.path()), words.said(violation.phrase())))
                .toList();
    }

    private Optional<Filter> filter(Violation violation) {
        return description.filters().stream()
                .filter(filter -> violation.path().equals("search_params." + filter.name()))
                .findFirst();
    }

    public boolean wrong() {
        return !violations.isEmpty();
    }

    /// What is sent to `POST /exports` for the same report.
    public ObjectNode body() {
        return new FormBody(description, entered).object();
    }
}
