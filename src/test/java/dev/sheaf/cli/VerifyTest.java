package dev.sheaf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A manifest proves the file that was downloaded, to the last byte.
class VerifyTest extends ServerTest {

    private static final String LARGE = """
            {"report_type": "clicks_details_excel", "fresh": true, "search_params": {%s}}
            """.formatted(ALL_DAYS);

    private record Result(int exit, String out, String err) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"report_type\": \"advertisers_csv\", \"fresh\": true}",
                "{\"report_type\": \"advertisers_csv\", \"options\": {\"compression\": \"gzip\"}}",
                "{\"report_type\": \"deals_excel\", \"search_params\": {\"status\": \"paused\"}}",
                "{\"report_type\": \"deals_excel\"}"
            })
    void everyKindOfFileIsProvedByItsManifest(String body) throws IOException {
        JsonNode done = people().operator().api().build(body);
        Answer answer = as("operator").manifest(done.path("id").asLong());

        Result result = verify(Api.download(done, folder), save(answer.body()), "--json");

        assertThat(result).isEqualTo(new Result(0, result.out, ""));
        JsonNode said = JsonMapper.shared().readTree(result.out);
        assertThat(said.path("ok").asBoolean()).isTrue();
        assertThat(said.path("rows").asLong())
                .isEqualTo(done.path("rows_written").asLong())
                .isPositive();
        assertThat(said.path("size_bytes").asLong())
                .isEqualTo(done.path("size_bytes").asLong());
    }

    @Test
    void aChangedCutOrLongerFileIsFoundOutAndTheStretchNamed() throws IOException {
        JsonNode done = people().operator().api().build(LARGE);
        JsonNode manifest = as("operator").manifest(done.path("id").asLong()).at("/manifest");
        assertThat(manifest.path("parts").size()).isEqualTo((int) ((CLICKS + PART_ROWS - 1) / PART_ROWS));
        assertThat(manifest.at("/plan/kind").asString()).isEqualTo("ranged");
        assertThat(manifest.at("/plan/read_in").asString()).isEqualTo("one snapshot");
        assertThat(manifest.at("/parts/0/key_range/before")).isEqualTo(manifest.at("/parts/1/key_range/from"));
        Path saved = save(manifest);
        Path file = Api.download(done, folder);
        assertThat(verify(file, saved).out).contains("is whole").contains(CLICKS + " rows");
        byte[] bytes = Files.readAllBytes(file);

        for (JsonNode stretch : stretches(manifest)) {
            if (stretch.path("bytes").asInt() > 0) {
                byte[] changed = bytes.clone();
                changed[stretch.path("offset").asInt() + stretch.path("bytes").asInt() / 2] ^= 1;
                Result result = verify(Files.write(folder.resolve("changed"), changed), saved);
                assertThat(result.exit).isEqualTo(1);
                assertThat(result.out)
                        .contains(
                                stretch.has("number")
                                        ? "part " + stretch.path("number").asInt() + " differs"
                                        : "frame at byte "
                                                + stretch.path("offset").asInt());
            }
        }
        for (int length : new int[] {bytes.length - 1, bytes.length + 1, 0}) {
            Path other = Files.write(folder.resolve("other"), Arrays.copyOf(bytes, length));
            assertThat(verify(other, saved).exit).isEqualTo(1);
        }
    }

    private static List<JsonNode> stretches(JsonNode manifest) {
        var all = new ArrayList<JsonNode>();
        manifest.path("parts").forEach(all::add);
        manifest.path("frames").forEach(all::add);
        return all;
    }

    @Test
    void whatIsAskedWrongIsSaidInASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path json = Files.writeString(folder.resolve("json"), "{\"size_bytes\": 1}");
        assertThat(verify(folder.resolve("none"), json).err).contains("is no file");
        assertThat(verify(json, folder.resolve("none")).err).contains("none does not exist");
        assertThat(verify(file, file).err).contains("is no JSON");
        assertThat(verify(file, json)).extracting(Result::exit).isEqualTo(2);
        assertThat(run("verify", "one").err).contains("Usage: bin/sheaf verify FILE MANIFEST");
        assertThat(run("verifi").err).contains("no command \"verifi\"");
        assertThat(run("help").out).contains("verify FILE MANIFEST");
        assertThat(Commands.run(List.of("--server.port=0"), System.out, System.err))
                .isEmpty();
    }

    private Path save(JsonNode manifest) throws IOException {
        return Files.writeString(folder.resolve("manifest.json"), manifest.toString());
    }

    private static Result verify(Path file, Path manifest, String... more) {
        var arguments = new ArrayList<>(List.of("verify", file.toString(), manifest.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = Commands.run(
                        List.of(arguments),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .orElseThrow();
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
