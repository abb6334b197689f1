package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.report.ReportState;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The states of reports and parts: code, database and documentation say the same, and the database lets nothing else
/// pass, whoever asks.
class LifeCycleTest extends ServerTest {

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| `(\\w+)` \\| [^|]+ \\| (yes|no) \\|");

    @Autowired
    private PlatformTransactionManager transactions;

    static Stream<Arguments> changes() {
        var changes = new ArrayList<Arguments>();
        for (boolean part : List.of(false, true)) {
            for (ReportState from : ReportState.values()) {
                for (ReportState to : ReportState.values()) {
                    if (from != to) {
                        changes.add(Arguments.of(part, from, to));
                    }
                }
            }
        }
        return changes.stream();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void theDatabaseLetsAStateFollowAnotherJustWhereTheCodeDoes(boolean part, ReportState from, ReportState to) {
        undone(() -> {
            long report = report(part ? ReportState.PROCESSING : from);
            long id = part ? part(report, from) : report;
            if (from.next(part).contains(to)) {
                assertThatCode(() -> become(id, to)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> become(id, to)).hasMessageContaining("cannot go from");
            }
        });
    }

    @Test
    void theDocumentationHasTheSameTable() throws IOException {
        var told = new TreeSet<String>();
        Files.readAllLines(Path.of("docs/architecture.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .forEach(row -> told.add(row.group(1) + " " + row.group(2) + " " + row.group(3)));
        var coded = new TreeSet<String>();
        for (ReportState from : ReportState.values()) {
            for (ReportState to : from.next(false)) {
                coded.add(name(from) + " " + name(to) + " " + (from.next(true).contains(to) ? "yes" : "no"));
            }
            assertThat(from.next(false)).containsAll(from.next(true));
        }
        assertThat(told).isEqualTo(coded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A failure that is not explained, an end without its time.
                "update sheaf.reports set state = 'failed', completed_at = now() where id = :id",
                "update sheaf.reports set state = 'failed', error_message = 'x' where id = :id",
                // A short file, or one of which nobody knows how long it is.
                "update sheaf.reports set state = 'completed', completed_at = now(), size_bytes = 1, rows_expected = 2,"
                        + " rows_written = 1 where id = :id",
                "update sheaf.reports set state = 'completed', completed_at = now(), size_bytes = 1 where id = :id",
                "update sheaf.reports set state = 'completed', completed_at = now(), rows_expected = 1,"
                        + " rows_written = 1 where id = :id",
                // Parts missing.
                "update sheaf.reports set total_parts = 2, parts_ready = 1, state = 'completed', completed_at = now(),"
                        + " size_bytes = 1, rows_expected = 1, rows_written = 1 where id = :id",
                // A file before its time, a file for ever.
                "update sheaf.reports set object_key = 'reports/1/1.csv', expires_at = now() where id = :id",
                "update sheaf.reports set state = 'completed', completed_at = now(), size_bytes = 1, rows_expected = 1,"
                        + " rows_written = 1, object_key = 'reports/1/1.csv' where id = :id"
            })
    void whatNoReportMayBeIsRefused(String change) {
        undone(() -> {
            long id = report(ReportState.PROCESSING);
            assertThatThrownBy(() -> jdbc.sql(change).param("id", id).update())
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("violates check constraint");
        });
    }

    @Test
    void noReportEndsWhileThereIsWorkOnItOrAPartIsOnItsWay() {
        undone(() -> {
            long id = report(ReportState.PROCESSING);
            jdbc.sql("insert into sheaf.work (report_id, kind, turn) values (:id, 'whole', 'x')")
                    .param("id", id)
                    .update();
            become(id, ReportState.FAILED);
            assertThatThrownBy(this::commitWould).hasMessageContaining("while there is work on it");
        });
        undone(() -> {
            long id = report(ReportState.PROCESSING);
            part(id, ReportState.PENDING);
            become(id, ReportState.FAILED);
            assertThatThrownBy(this::commitWould).hasMessageContaining("before its parts");
        });
    }

    @Test
    void noPartIsCompletedWithoutItsSegment() {
        undone(() -> {
            part(report(ReportState.PROCESSING), ReportState.COMPLETED);
            assertThatThrownBy(this::commitWould).hasMessageContaining("without a segment");
        });
    }

    @Test
    void thereIsNoWorkOnWhatHasEndedAndThereAreNoPartsOfIt() {
        undone(() -> {
            long id = report(ReportState.FAILED);
            assertThatThrownBy(
                            () -> jdbc.sql("insert into sheaf.work (report_id, kind, turn) values (:id, 'whole', 'x')")
                                    .param("id", id)
                                    .update())
                    .hasMessageContaining("nothing left to do");
        });
        undone(() -> {
            long id = report(ReportState.FAILED);
            assertThatThrownBy(() -> part(id, ReportState.PENDING)).hasMessageContaining("not being built in parts");
        });
        undone(() -> {
            long part = part(report(ReportState.PROCESSING), ReportState.PROCESSING);
            assertThatThrownBy(() -> part(part, ReportState.PENDING)).hasMessageContaining("not being built in parts");
        });
    }

    @Test
    void twoReportsNeverHaveOneFile() {
        undone(() -> {
            for (long id : List.of(report(ReportState.COMPLETED), report(ReportState.COMPLETED))) {
                jdbc.sql("update sheaf.reports set expires_at = now() where id = :id")
                        .param("id", id)
                        .update();
            }
            assertThatThrownBy(() -> jdbc.sql("""
                    update sheaf.reports set object_key = 'reports/1/1.csv'
                    where id in (select id from sheaf.reports order by id desc limit 2)
                    """).update()).hasMessageContaining("reports_file");
        });
    }

    private void undone(Runnable action) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            status.setRollbackOnly();
            action.run();
        });
    }

    private void commitWould() {
        jdbc.sql("set constraints all immediate").update();
    }

    private long report(ReportState state) {
        long id = jdbc.sql("""
                insert into sheaf.reports (report_type, requested_by, parameters, fingerprint, created_at, updated_at)
                values ('advertisers_csv', (select min(id) from sheaf.users), '{}', sha256(gen_random_uuid()::text::bytea),
                        now(), now())
                returning id
                """).query(Long.class).single();
        walk(id, state);
        return id;
    }

    private long part(long report, ReportState state) {
        long id = jdbc.sql("""
                insert into sheaf.reports (parent_id, report_type, requested_by, parameters, fingerprint, created_at,
                                           updated_at)
                select id, report_type, requested_by, parameters, fingerprint, now(), now()
                from sheaf.reports where id = :report
                returning id
                """).param("report", report).query(Long.class).single();
        walk(id, state);
        return id;
    }

    private void walk(long id, ReportState state) {
        if (state == ReportState.PROCESSING || state == ReportState.COMPLETED) {
            become(id, ReportState.PROCESSING);
        }
        if (!state.live()) {
            become(id, state);
        }
    }

    private void become(long id, ReportState state) {
        jdbc.sql("""
                update sheaf.reports
                set state = :state, started_at = now(),
                    completed_at = case when :state in ('completed', 'failed') then now() end,
                    error_message = case when :state = 'failed' then 'because' end,
                    size_bytes = case when :state = 'completed' then 1 end,
                    rows_expected = case when :state = 'completed' then 1 end,
                    rows_written = case when :state = 'completed' then 1 end
                where id = :id
                """).param("state", name(state)).param("id", id).update();
    }

    private static String name(ReportState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
