package dev.sheaf.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What `bin/sheaf` can do beside serving.
public final class Commands {

    private static final List<Command> ALL = Stream.of(
                    List.of(new Verify()), UserCommands.ALL, PublisherCommands.ALL, KeyCommands.ALL)
            .<Command>flatMap(List::stream)
            .toList();

    private Commands() {}

    /// The exit code of the command that `arguments` call; empty if they call none, but start the server.
    public static Optional<Integer> run(String[] arguments) {
        return run(Arrays.asList(arguments), System.out, System.err);
    }

    static Optional<Integer> run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty()
                || (arguments.getFirst().startsWith("--")
                        && !arguments.getFirst().equals("--help"))) {
            return Optional.empty();
        }
        String word = arguments.getFirst();
        if (word.equals("help") || word.equals("--help") || word.equals("-h")) {
            usage(out);
            return Optional.of(0);
        }
        for (Command command : ALL) {
            List<String> name = List.of(command.name().split(" "));
            if (arguments.size() >= name.size()
                    && arguments.subList(0, name.size()).equals(name)) {
                return Optional.of(command.run(arguments.subList(name.size(), arguments.size()), out, err));
            }
        }
        boolean half = arguments.size() > 1
                && ALL.stream().anyMatch(known -> known.name().startsWith(word + " "));
        err.println("There is no command \"" + (half ? word + " " + arguments.get(1) : word) + "\".");
        usage(err);
        return Optional.of(2);
    }

    private static void usage(PrintStream to) {
        to.println("Usage: bin/sheaf [--setting=value …]    start the server");
        ALL.forEach(command -> to.println("       bin/sheaf " + command.name() + " " + command.usage()));
    }
}
