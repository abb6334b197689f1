package dev.sheaf.cli;

import java.io.PrintStream;
import java.util.List;

/// One of the commands of `bin/sheaf`.
interface Command {

    /// The word that calls it, or two.
    String name();

    /// Its arguments, and in a few words what it does.
    String usage();

    /// Returns the exit code: 0 for success, 1 for what the command found or could not do, 2 for a wrong call.
    ///
    /// @param arguments those behind the name
    int run(List<String> arguments, PrintStream out, PrintStream err);
}
