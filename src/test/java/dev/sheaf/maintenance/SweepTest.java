package dev.sheaf.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.report.Discarded;
import dev.sheaf.report.Garbage;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Upload;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.StuckParts;
import dev.sheaf.testing.Workbooks;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// The sweeper takes everything that no report needs, and nothing else, whatever happens beside it.
class SweepTest extends ServerTest {

    private static final int MIB = 1 << 20;

    @Autowired
    private Bucket bucket;

    @Autowired
    private Garbage garbage;

    @Autowired
    private Sweep sweep;

    @Test
    void orphansUnfinishedUploadsAndFilesOfErasedReportsGoAndForeignObjectsStay() {
        Person member = people().member(1);
        long id = member.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"nl\"}}")
                .path("id")
                .asLong();
        String live = jdbc.sql("select object_key from sheaf.reports where id = ?")
                .param(id)
                .query(String.class)
                .single();
        List<String> dead = List.of(
                "segments/" + id + "/1-999999999",
                "segments/999999999/1-1",
                "reports/" + id + "/999999999.csv.gz",
                "reports/999999999/7.xlsx");
        List<String> foreign = List.of("reports/notes.txt", "segments/readme", "elsewhere/1/1.csv");
        dead.forEach(this::store);
        foreign.forEach(this::store);
        Upload unfinished = bucket.upload("segments/999999999/2-2", "text/csv");
        unfinished.write(new byte[6 * MIB]);

        sweep.all();

        assertThat(dead).allMatch(key -> bucket.size(key).isEmpty());
        assertThat(foreign).noneMatch(key -> bucket.size(key).isEmpty());
        assertThat(bucket.size(live)).isPresent();
        assertThat(bucket.abortUploads("segments/999999999/", keys -> keys)).isZero();
    }

    private void store(String key) {
        store(bucket, key);
    }

    private static void store(Bucket bucket, String key) {
        try (Upload upload = bucket.upload(key, "text/csv")) {
            upload.write(1);
            upload.finish();
        }
    }

    @Test
    void nothingIsSweptInABucketThatHasBecomeAnothers() {
        try (Bucket other = Bucket.open(TestServers.bucket())) {
            var installation = new Installation(other, jdbc);
            other.delete(List.of("sheaf-installation"));
            other.claim(new UUID(1, 1));
            store(other, "reports/999999999/7.xlsx");
            var work = new Sweeping().wholeSweep(new Sweep(other, garbage), garbage, installation);

            assertThatThrownBy(work.action()::run).hasMessageContaining("belongs to another installation");

            assertThat(other.size("reports/999999999/7.xlsx")).isPresent();
        }
    }

    @Test
    void whereOneStepFailsTheOthersAreTaken() {
        store("segments/999999997/1-1");
        store("reports/999999997/7.csv");
        var failing = new Sweep(bucket, keys -> {
            if (keys.stream().anyMatch(key -> key.startsWith("segments/"))) {
                throw new IllegalStateException("not now");
            }
            return keys.stream()
                    .filter(key -> key.startsWith("reports/999999997/"))
                    .toList();
        });

        assertThatThrownBy(failing::all).hasMessage("not now");

        assertThat(bucket.size("reports/999999997/7.csv")).isEmpty();
        assertThat(bucket.size("segments/999999997/1-1")).isPresent();
        sweep.all();
    }

    @Test
    void aSweepThatHasBegunEndsBeforeTheStoreIsClosed() throws Exception {
        store("segments/999999998/1-1");
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var ending = new Sweep(bucket, keys -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return keys;
        });
        ending.report(new Discarded(new ReportId(999_999_998)));
        begun.await();
        Thread end = Thread.ofVirtual().start(() -> {
            try {
                ending.destroy();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> end.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        end.join();

        assertThat(bucket.size("segments/999999998/1-1")).isEmpty();
        // And what comes now is left to others.
        ending.report(new Discarded(new ReportId(999_999_998)));
    }

    /// The guard is what keeps a stored segment alive while its report waits for others: without it, the sweep takes
    /// it, and the report can only fail, which it does.
    @Test
    void aSegmentThatWaitsForOthersIsKeptByTheGuardAlone() {
        Person operator = people().operator();
        long kept;
        try (StuckParts _ = new StuckParts(owner())) {
            kept = half(operator);
            sweep.all();
            assertThat(segments(kept)).isPositive();
        }
        assertThat(operator.api().awaitEnd(kept).path("rows_written").asLong()).isEqualTo(CLICKS);

        long lost;
        try (StuckParts _ = new StuckParts(owner())) {
            lost = half(operator);
            new Sweep(
                            bucket,
                            keys -> keys.stream()
                                    .filter(key -> key.startsWith(ObjectKeys.segments(new ReportId(lost))))
                                    .toList())
                    .all();
            assertThat(segments(lost)).isZero();
        }
        assertThat(operator.api().awaitEnd(lost).path("status").asString()).isEqualTo("failed");
    }

    /// A report of which all parts are stored but one, which cannot go on.
    private long half(Person operator) {
        long id = operator.api()
                .create("{\"report_type\": \"clicks_details_excel\", \"fresh\": true, \"search_params\": {" + ALL_DAYS
                        + "}}")
                .export()
                .path("id")
                .asLong();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode progress = operator.api().get(id).export().path("progress");
            return StuckParts.stuck(jdbc) == 1
                    && progress.path("parts_ready").asInt() > 0
                    && progress.path("parts_ready").asInt()
                            == progress.path("total_parts").asInt() - 1;
        });
        return id;
    }

    private long segments(long report) {
        try (var keys = bucket.keys(ObjectKeys.segments(new ReportId(report)))) {
            return keys.count();
        }
    }

    @Test
    void reportsThatAreBuiltWhileItSweepsAgainAndAgainAreWholeAndLeaveNothingBehind() throws Exception {
        var over = new AtomicBoolean();
        List<Long> ids;
        Api operator = people().operator().api();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sweeping = threads.submit(() -> {
                var sweeper = new Sweep(bucket, garbage::among);
                int sweeps = 0;
                while (!over.get()) {
                    sweeper.all();
                    sweeps++;
                }
                return sweeps;
            });
            try {
                ids = IntStream.range(0, 6)
                        .mapToObj(i -> operator.create("""
                            {"report_type": "clicks_details_excel", "search_params": {%s},
                             "index_params": {"columns": "id,clicked_at%s"}, "options": {"time_zone": "%s"}}
                            """.formatted(
                                                ALL_DAYS,
                                                i % 2 == 0 ? ",country" : "",
                                                List.of("UTC", "Asia/Kathmandu", "Europe/Berlin")
                                                        .get(i / 2)))
                                .export()
                                .path("id")
                                .asLong())
                        .toList();
                for (long id : ids) {
                    JsonNode done = operator.awaitEnd(id);
                    assertThat(Workbooks.rows(Api.download(done, Files.createDirectory(folder.resolve("of " + id)))))
                            .hasSize(done.path("rows_written").asInt());
                }
            } finally {
                over.set(true);
            }
            assertThat(sweeping.get()).isPositive();
        }
        sweep.all();
        for (long id : ids) {
            assertThat(segments(id)).isZero();
            try (var files = bucket.keys(ObjectKeys.files(new ReportId(id)))) {
                assertThat(files.count()).isOne();
            }
        }
    }
}
