package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.sheaf.embedded.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Settings that cannot be used stop the start with one sentence.
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @TempDir
    private Path folder = Path.of("target");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sheaf.build.part-rows=0        | sheaf.build.part-rows must be at least 1, not 0
                    sheaf.queue.workers=many       | sheaf.queue.workers cannot be "many"
                    sheaf.reports.retention=-1d    | sheaf.reports.retention must be positive
                    sheaf.report-types=/no/such    | /no/such: is not a folder; sheaf.report-types must name folders
                    sheaf.s3.endpoint=http://127.0.0.1:2 | Nothing answers S3 requests at sheaf.s3.endpoint
                    """)
    void aBadSettingIsNamedWithTheReason(String setting, String sentence, CapturedOutput output) throws SQLException {
        TestServers.Database database = TestServers.database();
        check(
                sentence,
                output,
                "--" + setting,
                "--sheaf.database.url=" + database.url(),
                "--sheaf.database.user=" + database.user(),
                "--sheaf.database.password=" + database.password());
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedWithoutItsPassword(CapturedOutput output) {
        check(
                "The database (sheaf.database.url) cannot be used: Connection to 127.0.0.1:1 refused",
                output,
                "--sheaf.database.url=postgres://sheaf:topsecret@127.0.0.1:1/sheaf");
    }

    private void check(String sentence, CapturedOutput output, String... options) {
        var arguments = new ArrayList<>(List.of(options));
        arguments.add("--sheaf.data=" + folder);
        arguments.add("--sheaf.embedded.programs=" + TestServers.PROGRAMS);
        arguments.add("--server.port=0");

        assertThatException()
                .isThrownBy(() -> SpringApplication.run(SheafApplication.class, arguments.toArray(String[]::new))
                        .close());

        assertThat(output.getErr().lines().filter(line -> line.startsWith("Sheaf cannot start: ")))
                .singleElement()
                .asString()
                .contains(sentence);
        assertThat(output.getAll()).doesNotContain("\tat ", "topsecret");
    }
}
