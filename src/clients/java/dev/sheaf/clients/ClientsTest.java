package dev.sheaf.clients;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.sheaf.testing.ServerTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The clients that openapi-generator makes from `openapi.yaml` compile, and bring a report home.
@Tag("clients")
class ClientsTest extends ServerTest {

    private static final Path GENERATED = Path.of("target", "clients");
    private static final Path JOURNEYS = Path.of("src", "clients", "journeys");
    private static final Path TYPESCRIPT = Path.of("target", "npm");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @Test
    void theJavaClient() throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        var compile = new ArrayList<>(List.of(java("javac"), "-nowarn", "-cp", CLASS_PATH, "-d", classes.toString()));
        compile.add(JOURNEYS.resolve("Journey.java").toString());
        try (Stream<Path> sources = Files.walk(GENERATED.resolve("java/src/main/java"))) {
            sources.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .forEach(compile::add);
        }
        run(compile);
        travel(java("java"), "-cp", classes + File.pathSeparator + CLASS_PATH, "Journey");
    }

    @Test
    void theTypeScriptClient() throws IOException, InterruptedException {
        Path sources = Files.createDirectories(TYPESCRIPT.resolve("journey"));
        Files.writeString(sources.resolve("journey.ts"), Files.readString(JOURNEYS.resolve("journey.ts")));
        try (Stream<Path> generated = Files.walk(GENERATED.resolve("typescript"))) {
            for (Path file : generated.filter(path -> path.toString().endsWith(".ts")).toList()) {
                Path copy = sources.resolve("client").resolve(GENERATED.resolve("typescript").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file));
            }
        }
        Path compiled = folder.resolve("compiled");
        run(List.of(
                "node",
                TYPESCRIPT.resolve("node_modules/typescript/bin/tsc").toString(),
                "--strict",
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--lib",
                "es2022,dom",
                "--typeRoots",
                TYPESCRIPT.resolve("node_modules/@types").toString(),
                "--outDir",
                compiled.toString(),
                sources.resolve("journey.ts").toString()));
        travel("node", compiled.resolve("journey.js").toString());
    }

    private void travel(String... program) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(server(), people().member(1).key(), folder.toString()));
        String[] said = run(command).strip().split(" ");
        assertThat(said).hasSize(2);
        try (var rows = CsvReader.builder().ofCsvRecord(Path.of(said[0]))) {
            assertThat(rows.stream().skip(1)).hasSize(Integer.parseInt(said[1])).isNotEmpty();
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /// What the program prints, which must end well.
    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("client", ".out");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String said = Files.readString(output);
            assertThat(exit).as(said).isZero();
            return said;
        } finally {
            Files.delete(output);
        }
    }
}
