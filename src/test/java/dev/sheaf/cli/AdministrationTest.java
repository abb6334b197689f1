package dev.sheaf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the commands change counts at once for the server that runs on the same data folder.
class AdministrationTest extends ServerTest {

    private static final String PUBLISHER = "1";

    @Value("${sheaf.data}")
    private Path data;

    private final String email = UUID.randomUUID() + "@sheaf.example";

    private record Result(int exit, String out, String err) {}

    @Test
    void aUserGetsAKeyThatWorksUntilItIsRevoked() {
        assertThat(json("user", "create", email, "--name", "Cleo")
                        .path("operator")
                        .asBoolean())
                .isFalse();
        JsonNode key = json("key", "create", "--user", email, "--name", "ci", "--expires", "90d");

        Api cleo = new Api(server(), key.path("key").asString());
        assertThat(cleo.list("").status()).isEqualTo(200);

        Result revoked = run("key", "revoke", key.path("id").asString());
        assertThat(revoked.exit).isZero();
        assertThat(cleo.list("").status()).isEqualTo(401);
        assertThat(run("key", "revoke", key.path("id").asString()).exit).isEqualTo(1);
    }

    @Test
    void scopesAndMembershipsCount() {
        json("user", "create", email, "--name", "Cleo");
        JsonNode key = json("key", "create", "--user", email, "--name", "ci", "--scopes", "exports:read");
        Api reader = new Api(server(), key.path("key").asString());
        assertThat(reader.list("").status()).isEqualTo(200);
        assertThat(reader.create("{\"report_type\": \"advertisers_csv\"}").status())
                .isEqualTo(403);

        assertThat(run("publisher", "join", PUBLISHER, "--user", email, "--role", "admin").exit)
                .isZero();
        assertThat(member(email)).isEqualTo("admin");
        assertThat(run("publisher", "leave", PUBLISHER, "--user", email).exit).isZero();
        assertThat(member(email)).isEmpty();
        assertThat(run("publisher", "leave", PUBLISHER, "--user", email).err).contains("is no member of");
    }

    @Test
    void aRotatedKeyOverlapsWithItsSuccessorAndNoListShowsEither() {
        json("user", "create", email, "--name", "Cleo");
        JsonNode first = json("key", "create", "--user", email, "--name", "ci");
        JsonNode second = json("key", "rotate", first.path("id").asString());
        JsonNode third = json("key", "rotate", second.path("id").asString(), "--overlap", "0s");

        assertThat(new Api(server(), first.path("key").asString()).list("").status())
                .isEqualTo(200);
        assertThat(new Api(server(), second.path("key").asString()).list("").status())
                .isEqualTo(401);
        assertThat(new Api(server(), third.path("key").asString()).list("").status())
                .isEqualTo(200);
        Result listed = run("key", "list", "--user", email, "--json");
        assertThat(JsonMapper.shared().readTree(listed.out).path("keys").size()).isEqualTo(3);
        assertThat(listed.out + run("key", "list").out).doesNotContain("sheaf_");
    }

    @Test
    void whoAskedForReportsIsClosedAndWhoDidNotIsDeleted() {
        json("user", "create", email, "--name", "Cleo", "--operator");
        Api cleo = new Api(
                server(),
                json("key", "create", "--user", email, "--name", "ci")
                        .path("key")
                        .asString());
        cleo.build("{\"report_type\": \"advertisers_csv\"}");
        assertThat(json("user", "delete", email).path("outcome").asString()).isEqualTo("closed");
        assertThat(cleo.list("").status()).isEqualTo(401);

        String other = "other-" + email;
        assertThat(run("user", "create", other, "--name", "Otto", "--invite").out)
                .contains("/welcome?token=");
        assertThat(json("user", "delete", other).path("outcome").asString()).isEqualTo("deleted");
        assertThat(run("user", "list").out).contains("@").doesNotContain(email);
    }

    @Test
    void whoWasClosedIsUnknownUntilTheyAreAddedAgainWithTheirReports() {
        json("user", "create", email, "--name", "Cleo");
        Api cleo = new Api(
                server(),
                json("key", "create", "--user", email, "--name", "ci")
                        .path("key")
                        .asString());
        long report =
                cleo.build("{\"report_type\": \"advertisers_csv\"}").path("id").asLong();
        json("user", "delete", email);
        assertThat(run("key", "create", "--user", email, "--name", "ci").err).contains("There is no user");

        json("user", "create", email, "--name", "Cleo");
        Api again = new Api(
                server(),
                json("key", "create", "--user", email, "--name", "ci")
                        .path("key")
                        .asString());
        assertThat(again.get(report).status()).isEqualTo(200);
    }

    @Test
    void everyChangeIsOnRecordAndNoSecretIs() {
        json("user", "create", email, "--name", "Cleo", "--invite");
        JsonNode key = json("key", "create", "--user", email, "--name", "ci");
        json("publisher", "join", PUBLISHER, "--user", email);
        json("key", "revoke", key.path("id").asString());
        run("key", "create", "--user", email, "--name", "ci", "--scopes", "all");
        run("key", "list", "--user", email);
        json("user", "delete", email);

        List<String> record = jdbc.sql("""
                select by || ' ' || command || ' ' || outcome from sheaf.administration
                where command like '%' || :email || '%' or command = 'key revoke ' || :key || ' --json'
                order by id
                """)
                .param("email", email)
                .param("key", key.path("id").asString())
                .query(String.class)
                .list();
        assertThat(record)
                .satisfiesExactly(
                        row -> assertThat(row).contains("user create " + email + " --name=Cleo --invite", "@"),
                        row -> assertThat(row).contains("key create --user=" + email, "\"name\": \"ci\""),
                        row -> assertThat(row).contains("publisher join 1 --user=" + email),
                        row -> assertThat(row)
                                .contains("key revoke " + key.path("id").asString()),
                        row -> assertThat(row).contains("user delete " + email, "deleted"));
        assertThat(record).noneMatch(row -> row.contains("sheaf_") || row.contains("token="));
        assertThatThrownBy(() -> jdbc.sql("delete from sheaf.administration").update())
                .isInstanceOf(DataAccessException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user create nobody --name N                            | 2 | is no e-mail address",
                "user create n@sheaf.example                            | 2 | --name is missing",
                "user create operator@sheaf.example --name N            | 1 | already",
                "user delete none@sheaf.example                         | 1 | There is no user",
                "user frob                                              | 2 | no command \"user frob\"",
                "publisher join 999999 --user operator@sheaf.example    | 1 | There is no publisher 999999",
                "publisher join 1 --user operator@sheaf.example --role x | 2 | --role is member or admin",
                "key create --user operator@sheaf.example --name k --scopes all         | 2 | no scope \"all\"",
                "key create --user operator@sheaf.example --name k --expires soon       | 2 | --expires is a",
                "key create --user operator@sheaf.example --name k --expires 2020-01-01 | 2 | over already",
                "key create --user operator@sheaf.example --nam k                       | 2 | no option --nam",
                "key revoke x                                           | 2 | ID is a number",
                "key rotate 999999                                      | 1 | no working key 999999",
                "user list --sheaf.data=target/none                     | 1 | holds no database yet",
                "user list --sheaf.database.url=postgres://127.0.0.1:1/x | 1 | The database cannot be used"
            })
    void whatCannotBeDoneIsSaidInASentence(String call, int exit, String sentence) {
        Result result = run(call.split(" +"));
        assertThat(result.exit).as(result.err).isEqualTo(exit);
        assertThat(result.out).isEmpty();
        assertThat(result.err).contains(sentence).doesNotContain("\tat ").doesNotContain("select ");
    }

    /// From another process, as an operator would: the server holds the data folder meanwhile.
    @Test
    void aProcessOfItsOwnReachesTheDatabaseOfTheRunningServer() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sheaf.SheafApplication",
                        "user",
                        "list",
                        "--json",
                        "--sheaf.data=" + data)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(JsonMapper.shared().readTree(out).path("users").toString()).contains("operator@sheaf.example");
    }

    private String member(String email) {
        for (JsonNode publisher : json("publisher", "list").path("publishers")) {
            for (JsonNode member : publisher.path("members")) {
                if (publisher.path("id").asString().equals(PUBLISHER)
                        && member.path("email").asString().equals(email)) {
                    return member.path("role").asString();
                }
            }
        }
        return "";
    }

    private JsonNode json(String... arguments) {
        var more = new ArrayList<>(List.of(arguments));
        more.add("--json");
        Result result = run(more.toArray(String[]::new));
        assertThat(result.exit).as(result.err).isZero();
        return JsonMapper.shared().readTree(result.out);
    }

    private Result run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        if (all.stream().noneMatch(argument -> argument.startsWith("--sheaf."))) {
            all.add("--sheaf.data=" + data);
        }
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = Commands.run(
                        all,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .orElseThrow();
        // A command silences the log of its process, where later tests have theirs.
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
