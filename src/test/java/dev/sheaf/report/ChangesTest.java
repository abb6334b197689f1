package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What a node hears of changes that others make.
class ChangesTest extends ServerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Autowired
    private Changes changes;

    @Test
    void aChangeWakesWhoWatchesThatReportAndNobodyElse() throws InterruptedException {
        ReportId one = report();
        ReportId other = report();
        try (Changes.Watch watch = changes.watch(one);
                Changes.Watch otherWatch = changes.watch(other);
                Changes.Watch all = changes.watchAll()) {
            touch(one, Instant.now().plusSeconds(10));
            assertThat(watch.await(PATIENCE)).isTrue();
            assertThat(all.await(PATIENCE)).isTrue();
            assertThat(otherWatch.await(Duration.ZERO)).isFalse();
            assertThat(watch.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void ofManyChangesWithinASecondOneIsTold() throws InterruptedException {
        ReportId report = report();
        ReportId last = report();
        try (Changes.Watch watch = changes.watch(report);
                Changes.Watch after = changes.watch(last)) {
            Instant second = Instant.parse("2030-01-01T00:00:00Z");
            touch(report, second);
            assertThat(watch.await(PATIENCE)).isTrue();
            touch(report, second.plusMillis(400));
            touch(report, second.plusMillis(800));
            touch(last, second);
            assertThat(after.await(PATIENCE)).isTrue();
            assertThat(watch.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void afterALostConnectionEverybodyLooksAgainAndLaterChangesAreHeard() throws InterruptedException {
        ReportId report = report();
        try (Changes.Watch watch = changes.watch(report)) {
            jdbc.sql("""
                    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sheaf changes'
                    """).query().listOfRows();
            assertThat(watch.await(PATIENCE)).isTrue();
            touch(report, Instant.parse("2031-01-01T00:00:00Z"));
            assertThat(watch.await(PATIENCE)).isTrue();
        }
    }

    private ReportId report() {
        Person member = people().member(1);
        return new ReportId(member.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"name\": \"none such\"}}")
                .path("id")
                .asLong());
    }

    private void touch(ReportId report, Instant at) {
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        jdbc.sql("update sheaf.reports set version = version + 1, updated_at = :at where id = :id")
                .param("at", time)
                .param("id", report.value())
                .update();
    }
}
