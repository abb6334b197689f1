package dev.sheaf.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Checks a downloaded file against its manifest, without any server.
final class Verify implements Command {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int WRONG_CALL = 2;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String usage() {
        return "FILE MANIFEST [--json]    check a downloaded file against its manifest, offline";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<String> paths = arguments.stream()
                .filter(argument -> !argument.equals("--json"))
                .toList();
        if (paths.size() != 2) {
            err.println("Usage: bin/sheaf verify " + usage());
            return WRONG_CALL;
        }
        boolean json = paths.size() != arguments.size();
        try {
            Path file = Path.of(paths.getFirst());
            if (!Files.isRegularFile(file)) {
                err.println(file + " is no file.");
                return WRONG_CALL;
            }
            Stretches stretches = Stretches.of(manifest(Path.of(paths.getLast())));
            return say(file, stretches, stretches.problems(file), json, out);
        } catch (NoSuchFileException e) {
            err.println(e.getMessage() + " does not exist.");
            return WRONG_CALL;
        } catch (AccessDeniedException e) {
            err.println(e.getMessage() + " cannot be read by this account.");
            return WRONG_CALL;
        } catch (IOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return WRONG_CALL;
        }
    }

    /// The answer of the API, or what is in it.
    private static JsonNode manifest(Path path) throws IOException {
        try {
            JsonNode read = JSON.readTree(Files.readAllBytes(path));
            return read.has("manifest") ? read.path("manifest") : read;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    path + " is no JSON; a manifest is the answer of GET" + " /api/v1/exports/{id}/manifest.", e);
        }
    }

    private static int say(Path file, Stretches stretches, List<String> problems, boolean json, PrintStream out) {
        if (json) {
            ObjectNode result = JSON.createObjectNode();
            result.put("ok", problems.isEmpty()).put("file", file.toString());
            result.put("size_bytes", stretches.size()).put("rows", stretches.rows());
            result.put("stretches", stretches.all().size());
            new ArrayList<>(problems).forEach(result.putArray("problems")::add);
            out.println(result);
        } else if (problems.isEmpty()) {
            out.printf(
                    "%s is whole: %d bytes with %d rows, in %d stretches whose checksums agree.%n",
                    file, stretches.size(), stretches.rows(), stretches.all().size());
        } else {
            out.println(file + " is not what the manifest tells of:");
            problems.forEach(problem -> out.println("  " + problem));
        }
        return problems.isEmpty() ? 0 : 1;
    }
}
