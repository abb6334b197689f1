package dev.sheaf.catalogue;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The report types and the check of requests against them.
@Component
@EnableConfigurationProperties(CatalogueSettings.class)
public class Catalogue {

    private static final List<String> BODY_KEYS =
            List.of("report_type", "search_params", "index_params", "options", "fresh");

    private final ReportTypes types;
    private final Clock clock;

    Catalogue(CatalogueSettings settings, Clock clock) {
        this.types = ReportTypes.load(settings.reportTypes());
        this.clock = clock;
    }

    public ReportTypes types() {
        return types;
    }

    /// Checks the body of somebody of `standing` who sees the rows of `scope`, and makes it canonical. All violations
    /// are found at once, each with its path.
    public Checked check(ObjectNode body, RowScope scope, Standing standing) {
        var violations = new Violations();
        violations.unknownKeys("", body, BODY_KEYS);
        JsonNode fresh = body.path("fresh");
        if (!fresh.isMissingNode() && !fresh.isNull() && !fresh.isBoolean()) {
            violations.add("fresh", "must_be.flag");
        }
        JsonNode name = body.path("report_type");
        List<ReportType> offered = types.offeredTo(standing);
        String given = name.isString() ? name.stringValue() : "";
        Optional<ReportType> type =
                offered.stream().filter(each -> each.name().equals(given)).findFirst();
        if (type.isEmpty()) {
            List<String> names = offered.stream().map(ReportType::name).toList();
            violations.add("report_type", "one_of", String.join(", ", names), Suggestion.of(given, names));
            return new Checked.Invalid(violations.all());
        }
        ReportRequest request = new RequestCheck(type.get(), scope, standing, false, clock, violations).check(body);
        return violations.none() ? new Checked.Valid(request) : new Checked.Invalid(violations.all());
    }

    /// The body with `options.locale` set to the language of its type that the caller wishes most, if it names none
    /// itself.
    public ObjectNode inLanguage(ObjectNode body, Languages wished) {
        JsonNode options = body.path("options");
        boolean open = options.isMissingNode() || options.isNull() || options.isObject();
        Locale best = types.find(body.path("report_type").asString(""))
                .map(type -> wished.best(type.languages()))
                .orElse(null);
        if (best == null || !open || !RequestCheck.isAbsent(options.path("locale"))) {
            return body;
        }
        ObjectNode spoken = body.deepCopy();
        ObjectNode spokenOptions =
                options.isObject() ? spoken.withObjectProperty("options") : spoken.putObject("options");
        spokenOptions.put("locale", best.toLanguageTag());
        return spoken;
    }

    /// The types that a caller is told of, each as they may use it.
    public List<TypeDescription> described(RowScope scope, Standing standing) {
        return described(scope, standing, Languages.UNTOLD);
    }

    /// The same in the language that the caller wishes most.
    public List<TypeDescription> described(RowScope scope, Standing standing, Languages wished) {
        return types.offeredTo(standing).stream()
                .map(type -> TypeDescription.of(type.in(wished), scope, standing))
                .toList();
    }

    /// One of these. A type that the caller is not told of is as missing as one that does not exist.
    public Optional<TypeDescription> described(String name, RowScope scope, Standing standing) {
        return described(name, scope, standing, Languages.UNTOLD);
    }

    /// The same in the language that the caller wishes most.
    public Optional<TypeDescription> described(String name, RowScope scope, Standing standing, Languages wished) {
        return types.find(name)
                .filter(type -> type.isFor(standing))
                .map(type -> TypeDescription.of(type.in(wished), scope, standing));
    }

    /// Reads back the parameters of a stored report, which were canonical when it was asked for, and which somebody of
    /// `standing` may see all of.
    ///
    /// @throws IllegalStateException if the type is gone or has changed so that they no longer fit
    public ReportRequest reopen(String typeName, ObjectNode parameters, RowScope scope, Standing standing) {
        ReportType type = types.find(typeName)
                .orElseThrow(() -> new IllegalStateException("The report type " + typeName + " is no longer offered"));
        var violations = new Violations();
        ReportRequest request = new RequestCheck(type, scope, standing, true, clock, violations).check(parameters);
        if (!violations.none()) {
            throw new IllegalStateException("The report type " + typeName + " has changed since: " + violations.all());
        }
        if (!standing.reaches(request.standing())) {
            throw new IllegalStateException(
                    "The report type %s has changed since: what was asked for is now for %s only"
                            .formatted(typeName, request.standing()));
        }
        return request;
    }
}
