package dev.sheaf.report;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.report.IdempotencyKeys.Claim;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/// Asks for a report: checks the body, looks for a twin, and records the report together with its waiting build.
@Component
@EnableConfigurationProperties(ReportSettings.class)
public class RequestReport {

    private final Catalogue catalogue;
    private final Queue queue;
    private final IdempotencyKeys keys;
    private final Audit audit;
    private final Estimates estimates;
    private final InFlight inFlight;
    private final TransactionOperations transaction;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ReportSettings settings;

    RequestReport(
            Catalogue catalogue,
            Queue queue,
            IdempotencyKeys keys,
            Audit audit,
            Estimates estimates,
            InFlight inFlight,
            TransactionOperations transaction,
            JdbcClient jdbc,
            Clock clock,
            ReportSettings settings) {
        this.catalogue = catalogue;
        this.queue = queue;
        this.keys = keys;
        this.audit = audit;
        this.estimates = estimates;
        this.inFlight = inFlight;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    /// With a key, a repetition of the request finds the report of the first, whatever has become of it.
    ///
    /// The transaction begins once the request is checked: for that rows may have to be counted, on a connection of
    /// their own, and nobody must wait for those with another one in hand.
    public RequestOutcome request(Caller caller, ObjectNode body, @Nullable String key, Origin origin) {
        return switch (check(caller, body)) {
            case Checked.Invalid invalid -> new RequestOutcome.Invalid(invalid.violations());
            case Checked.Valid valid -> {
                boolean fresh = body.path("fresh").asBoolean(false);
                yield Objects.requireNonNull(transaction.execute(_ -> key == null
                        ? record(caller, valid.request(), fresh, origin)
                        : once(caller, key, body, () -> record(caller, valid.request(), fresh, origin))));
            }
        };
    }

    /// What [#request] would answer now. Nothing changes.
    public DryRun dryRun(Caller caller, ObjectNode body) {
        return switch (check(caller, body)) {
            case Checked.Invalid invalid -> new DryRun.Invalid(invalid.violations());
            case Checked.Valid valid ->
                foresee(caller, valid.request(), body.path("fresh").asBoolean(false));
        };
    }

    private Checked check(Caller caller, ObjectNode body) {
        return switch (catalogue.check(body, caller.rows(), caller.standing())) {
            case Checked.Invalid invalid -> invalid;
            case Checked.Valid valid ->
                estimates
                        .tooLarge(valid.request(), caller.standing())
                        .<Checked>map(violation -> new Checked.Invalid(List.of(violation)))
                        .orElse(valid);
        };
    }

    private DryRun foresee(Caller caller, ReportRequest request, boolean fresh) {
        byte[] fingerprint = Fingerprint.of(request);
        Estimate estimate = estimates.of(request);
        Optional<Report> live = liveTwin(caller, fingerprint);
        Optional<Report> completed = fresh ? Optional.empty() : completedTwin(caller, fingerprint);
        if (completed.isPresent()) {
            return new DryRun.Possible(DryRun.Would.DEDUPED, estimate, completed.get());
        }
        if (live.isPresent()) {
            return new DryRun.Possible(DryRun.Would.IN_FLIGHT, estimate, live.get());
        }
        boolean full = inFlight.full(caller.id());
        return new DryRun.Possible(full ? DryRun.Would.TOO_MANY_EXPORTS : DryRun.Would.ACCEPTED, estimate, null);
    }

    private RequestOutcome once(Caller caller, String key, ObjectNode body, Supplier<RequestOutcome> first) {
        return switch (keys.claim(caller, key, body)) {
            case Claim.Answered(ReportId report) -> new RequestOutcome.Replayed(report);
            case Claim.OtherBody _ -> new RequestOutcome.KeyReused();
            case Claim.New _ -> {
                RequestOutcome outcome = first.get();
                report(outcome)
                        .ifPresentOrElse(
                                report -> keys.answerWith(caller, key, report.id()), () -> keys.forget(caller, key));
                yield outcome;
            }
        };
    }

    private static Optional<Report> report(RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Accepted(Report report) -> Optional.of(report);
            case RequestOutcome.Deduped(Report report) -> Optional.of(report);
            case RequestOutcome.InFlight(Report report) -> Optional.of(report);
            default -> Optional.empty();
        };
    }

    private RequestOutcome record(Caller caller, ReportRequest request, boolean fresh, Origin origin) {
        byte[] fingerprint = Fingerprint.of(request);
        // So that twins and reports in flight are counted and added in one step.
        inFlight.oneAtATime(caller.id());
        while (true) {
            // In this order: a twin that completes between the two is found by the second.
            Optional<Report> live = liveTwin(caller, fingerprint);
            Optional<Report> completed = fresh ? Optional.empty() : completedTwin(caller, fingerprint);
            if (completed.isPresent()) {
                return new RequestOutcome.Deduped(completed.get());
            }
            if (live.isPresent()) {
                return new RequestOutcome.InFlight(live.get());
            }
            if (inFlight.full(caller.id())) {
                return new RequestOutcome.TooMany(inFlight.most());
            }
            Optional<Report> inserted = insert(caller, request, fingerprint);
            if (inserted.isPresent()) {
                queue.enqueue(inserted.get().id(), WorkKind.WHOLE, caller.turn());
                audit.note(
                        caller, Audit.Action.REQUESTED, List.of(inserted.get().id()), origin);
                return new RequestOutcome.Accepted(inserted.get());
            }
        }
    }

    private Optional<Report> completedTwin(Caller caller, byte[] fingerprint) {
        Instant now = clock.instant();
        return jdbc.sql("""
                select * from sheaf.reports
                where requested_by = :caller and fingerprint = :fingerprint and parent_id is null
                  and state = 'completed' and completed_at > :since and object_key is not null and expires_at > :now
                order by completed_at desc
                limit 1
                """)
                .param("caller", caller.id().value())
                .param("fingerprint", fingerprint)
                .param("since", now.minus(settings.dedupeWindow()).atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> ReportRow.read(row))
                .optional();
    }

    private Optional<Report> liveTwin(Caller caller, byte[] fingerprint) {
        return jdbc.sql("""
                select * from sheaf.reports
                where requested_by = :caller and fingerprint = :fingerprint and parent_id is null
                  and state in ('pending', 'processing')
                """)
                .param("caller", caller.id().value())
                .param("fingerprint", fingerprint)
                .query((row, _) -> ReportRow.read(row))
                .optional();
    }

    /// Empty if a live twin is there: the unique index lets one in, however many ask at once.
    private Optional<Report> insert(Caller caller, ReportRequest request, byte[] fingerprint) {
        Instant now = clock.instant();
        return jdbc.sql("""
                insert into sheaf.reports (report_type, requested_by, parameters, fingerprint,
                                           scope_publishers, scope_deal_publishers, standing, filename, created_at, updated_at)
                values (:type, :caller, :parameters::json, :fingerprint, :rows, :deals, :standing, :filename, :now, :now)
                on conflict (requested_by, fingerprint) where parent_id is null and state in ('pending', 'processing')
                do nothing
                returning *
                """)
                .param("type", request.type().name())
                .param("caller", caller.id().value())
                .param("parameters", request.parameters().toString())
                .param("fingerprint", fingerprint)
                .param("rows", ReportRow.array(request.scope().rows()))
                .param("deals", ReportRow.array(request.scope().deals()))
                .param("standing", request.standing().name().toLowerCase(Locale.ROOT))
                .param("filename", Filename.of(request, now))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> ReportRow.read(row))
                .optional();
    }
}
