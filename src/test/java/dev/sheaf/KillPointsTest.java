package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.DoomedServer;
import dev.sheaf.testing.DoomedServer.Call;
import dev.sheaf.testing.DoomedServer.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server dies at every point that a build passes, one by one: before and after each change of state, within its
/// transaction, and before and after each call of the store. `kill-points.txt` names them. So it does in the calls that
/// change a report. All take a quarter of an hour or two, so most come only with the tag.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("faults")
class KillPointsTest {

    private static final Path LIST = Path.of("src/test/resources/kill-points.txt");

    /// Those besides where Ceph is the store.
    private static final Path LIST_OF_CEPH = Path.of("src/test/resources/kill-points-ceph.txt");

    private DoomedServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new DoomedServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static List<String> points() throws IOException {
        var points = new ArrayList<>(Files.readAllLines(LIST));
        if ("ceph".equals(System.getenv("TEST_S3_SERVER"))) {
            points.addAll(Files.readAllLines(LIST_OF_CEPH));
        }
        return points;
    }

    /// Those that an earlier way passes too are not named again, but for those of an assembly.
    @Test
    @Tag("chaos")
    void theListNamesEveryPointThatABuildPasses() throws Exception {
        var passed = new ArrayList<String>();
        Set<String> before = new HashSet<>();
        for (Way way : Way.values()) {
            server.points(way).stream()
                    .filter(point -> before.add(point) || (way == Way.RANGED && point.endsWith(" in reports/")))
                    .map(point -> way + ": " + point)
                    .forEach(passed::add);
        }
        Files.write(Path.of("target", "kill-points.txt"), passed);
        assertThat(passed).containsExactlyInAnyOrderElementsOf(points());
    }

    @TestFactory
    @Tag("chaos")
    Stream<DynamicTest> theReportOfAServerThatDiesIsCompleteAfterItsRestart() throws IOException {
        return points().stream().map(line -> DynamicTest.dynamicTest(line, () -> dieAt(line)));
    }

    /// The moments at which most is at stake: bytes are stored, and no record tells of them yet; or somebody has the
    /// only ticket, and no work under it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SMALL: before Queue.take",
                "SMALL: after PutObject in reports/",
                "RANGED: uncommitted Builds.partReady (part), the last",
                "RANGED: before CompleteMultipartUpload in reports/",
                "STREAMED: uncommitted Streams.ended (part)"
            })
    void theReportOfAServerThatDiesBeforeItHasRecordedWhatItDoesIsCompleteAfterItsRestart(String point)
            throws Exception {
        dieAt(point);
    }

    /// It dies with the snapshot, and again when it gives up the plan that needed it.
    @ParameterizedTest
    @Tag("chaos")
    @ValueSource(strings = {"before", "uncommitted", "after"})
    void theReportOfAServerThatDiesGivingUpItsPlanIsCompleteAfterItsRestart(String when) throws Exception {
        server.dieAt(Way.RANGED, "after Queue.take (part)", when + " Builds.planAnew (part)");
    }

    @ParameterizedTest
    @Tag("chaos")
    @ValueSource(
            strings = {
                "REQUEST: before RequestReport.request",
                "REQUEST: uncommitted RequestReport.request",
                "REQUEST: after RequestReport.request",
                "CANCEL: before CancelReport.cancel",
                "CANCEL: uncommitted CancelReport.cancel",
                "CANCEL: after CancelReport.cancel",
                "ERASE: before CancelReport.cancel",
                "ERASE: uncommitted CancelReport.cancel",
                "ERASE: after CancelReport.cancel",
                "ERASE: before ListObjectsV2 in reports/",
                "ERASE: before DeleteObjects",
                "ERASE: after DeleteObjects",
                "RETRY: before RetryReport.retry",
                "RETRY: uncommitted RetryReport.retry",
                "RETRY: after RetryReport.retry"
            })
    void aCallThatEndsWithItsServerCanBeRepeated(String point) throws Exception {
        String[] parts = point.split(": ", 2);
        server.dieAt(Call.valueOf(parts[0]), parts[1]);
    }

    private void dieAt(String line) throws Exception {
        String[] parts = line.split(": ", 2);
        server.dieAt(Way.valueOf(parts[0]), parts[1]);
    }
}
