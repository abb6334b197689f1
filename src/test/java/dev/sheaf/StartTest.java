package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
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
                    sheaf.rows.connect-timeout=10  | sheaf.rows.connect-timeout must be at least 250ms
                    sheaf.queue.workers=many       | sheaf.queue.workers cannot be "many"
                    sheaf.reports.retention=-1d    | sheaf.reports.retention must be positive
                    sheaf.report-types=/no/such    | /no/such: is not a folder; sheaf.report-types must name folders
                    sheaf.web.forwarded=true --server.tomcat.remoteip.internal-proxies=proxy | must be addresses or CIDR ranges
                    server.tomcat.max-connections=many | server.tomcat.max-connections cannot be "many"
                    sheaf.s3.endpoint=http://127.0.0.1:2 | Nothing answers S3 requests at sheaf.s3.endpoint
                    """)
    void aBadSettingIsNamedWithTheReason(String setting, String sentence, CapturedOutput output) throws SQLException {
        TestServers.Database database = TestServers.database();
        var options = new ArrayList<>(List.of(("--" + setting).split(" ")));
        options.add("--sheaf.database.url=" + database.url());
        options.add("--sheaf.database.user=" + database.user());
        options.add("--sheaf.database.password=" + database.password());
        check(sentence, output, options.toArray(String[]::new));
    }

    /// What the language allows and the database does not, and a text for a type that is not there.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mine.yaml | id: {label: ID, type: id, sql: d.nr} | Report type file mine.yaml, line 9: columns.id.sql is refused by the database: column d.nr does not exist
                    mine.yaml | id: {label: ID, type: date, sql: d.id} | Report type file mine.yaml, line 9: columns.id is of type date, so its SQL must give date, not int8
                    mime.de.yaml | id: {label: ID, type: id, sql: d.id} | Report type file mime.de.yaml: translates the report type mime, which does not exist
                    """)
    void aTypeThatCannotBeUsedIsNamedWithFileAndLine(String file, String column, String sentence, CapturedOutput output)
            throws IOException, SQLException {
        TestServers.Database database = TestServers.database();
        Path types = Files.createDirectories(folder.resolve("types"));
        Files.writeString(types.resolve(file), """
                name: mine
                display_name: Mine
                format: csv
                filename: mine
                from: affiliate.deals d
                key: d.id
                scope: operators only
                columns:
                  %s
                sorts:
                  id: {sql: d.id, sql_type: bigint}
                """.formatted(column));
        check(
                sentence,
                output,
                "--sheaf.report-types=" + types,
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

    @Test
    void aBucketOfAnotherInstallationIsRefused(CapturedOutput output) throws SQLException {
        TestServers.Database database = TestServers.database();
        S3Settings settings = TestServers.bucket();
        try (Bucket bucket = Bucket.open(settings)) {
            bucket.claim(new UUID(1, 1));
        }
        var options = new ArrayList<>(List.of(
                "--sheaf.database.url=" + database.url(),
                "--sheaf.database.user=" + database.user(),
                "--sheaf.database.password=" + database.password()));
        TestServers.settings(settings).forEach((name, value) -> options.add("--" + name + "=" + value));

        check("belongs to another installation of Sheaf", output, options.toArray(String[]::new));
    }

    @Test
    void aSchemaOfANewerVersionIsNamedWithBothVersions(CapturedOutput output) throws SQLException {
        TestServers.Database database = TestServers.database();
        prepare(database, """
                create schema sheaf;
                create table sheaf.flyway_schema_history (
                    installed_rank integer primary key, version text, description text not null, type text not null,
                    script text not null, checksum integer, installed_by text not null,
                    installed_on timestamp not null default now(), execution_time integer not null,
                    success boolean not null);
                insert into sheaf.flyway_schema_history
                values (1, '9000', 'later', 'SQL', 'V9000__later.sql', 1, 'somebody', now(), 1, true)
                """);
        check(
                "is of version 9000, made by a newer Sheaf",
                output,
                "--sheaf.database.url=" + database.url(),
                "--sheaf.database.user=" + database.user(),
                "--sheaf.database.password=" + database.password());
    }

    @Test
    void aSchemaThatWasLeftHalfWayIsNamed(CapturedOutput output) throws SQLException {
        TestServers.Database database = TestServers.database();
        prepare(database, "create schema sheaf; create table sheaf.reports (id bigint)");
        check(
                "The schema sheaf in the database (sheaf.database.url) cannot be brought up to this version",
                output,
                "--sheaf.database.url=" + database.url(),
                "--sheaf.database.user=" + database.user(),
                "--sheaf.database.password=" + database.password());
    }

    @Test
    void nodesMayStartAtOnce() throws SQLException {
        TestServers.Database database = TestServers.database();
        Flyway schema = Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .defaultSchema("sheaf")
                .placeholders(Map.of("runtime", database.user()))
                .load();

        IntStream.range(0, 50).parallel().forEach(_ -> schema.migrate());

        assertThat(schema.info().pending()).isEmpty();
    }

    private static void prepare(TestServers.Database database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
