package dev.sheaf.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What stands behind the name of a command: plain words, options, and settings of Sheaf (`--sheaf.data=…`).
record Arguments(List<String> words, Map<String, String> options, List<String> settings) {

    /// @param valued options that have a value, as `--name value` or `--name=value`
    /// @param flags options that have none
    static Arguments parse(List<String> arguments, Set<String> valued, Set<String> flags) {
        var words = new ArrayList<String>();
        var options = new LinkedHashMap<String, String>();
        var settings = new ArrayList<String>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (name.indexOf('.') > 0) {
                settings.add(argument);
            } else if (flags.contains(name) && equals < 0) {
                options.put(name, "");
            } else if (!valued.contains(name)) {
                throw Refused.wrongCall("There is no option " + argument + " here.");
            } else if (equals < 0 && !rest.hasNext()) {
                throw Refused.wrongCall(name + " needs a value.");
            } else if (options.put(name, equals < 0 ? rest.next() : argument.substring(equals + 1)) != null) {
                throw Refused.wrongCall(name + " is given twice.");
            }
        }
        return new Arguments(words, options, settings);
    }

    /// Words and options as they were called, each after a space. Settings may hold passwords and are left out.
    String spoken() {
        return Stream.concat(
                        words.stream(),
                        options.entrySet().stream()
                                .map(option ->
                                        option.getKey() + (option.getValue().isEmpty() ? "" : "=" + option.getValue())))
                .map(word -> " " + word)
                .collect(Collectors.joining());
    }

    /// The only plain word, described by `what` where it is missing.
    String word(String what) {
        if (words.size() != 1) {
            throw Refused.wrongCall(
                    words.isEmpty()
                            ? what + " is missing."
                            : "One word is wanted, " + what + ", but there are: "
                                    + words.stream().collect(Collectors.joining(" ")) + ".");
        }
        return words.getFirst();
    }

    /// A number of a key.
    long number(String what) {
        try {
            return Long.parseLong(word(what));
        } catch (NumberFormatException e) {
            throw Refused.wrongCall(what + " is a number, not \"" + word(what) + "\".");
        }
    }

    void noWords() {
        if (!words.isEmpty()) {
            throw Refused.wrongCall("\"" + words.getFirst() + "\" is not understood here.");
        }
    }

    boolean has(String flag) {
        return options.containsKey(flag);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    String needed(String name) {
        String value = option(name).orElse("").strip();
        if (value.isEmpty()) {
            throw Refused.wrongCall(name + " is missing.");
        }
        return value;
    }
}
