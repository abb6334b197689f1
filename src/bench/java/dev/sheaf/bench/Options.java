package dev.sheaf.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The options of a command line: `--name value`, and flags without a value.
public final class Options {

    private final Map<String, String> values = new HashMap<>();

    /// `known` names those with a value and their defaults, `flags` those without. An unknown one ends the program.
    public static Options parse(String[] arguments, Map<String, String> known, List<String> flags) {
        var options = new Options();
        options.values.putAll(known);
        var left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            String name = left.removeFirst().replaceFirst("^--", "");
            if (flags.contains(name)) {
                options.values.put(name, "true");
            } else if (known.containsKey(name) && !left.isEmpty()) {
                options.values.put(name, left.removeFirst());
            } else {
                System.err.println("bin/bench: unknown option --" + name + ", or it lacks its value");
                System.exit(2);
            }
        }
        return options;
    }

    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }
}
