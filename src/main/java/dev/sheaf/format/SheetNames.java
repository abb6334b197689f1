package dev.sheaf.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Makes names that Excel accepts for the sheets of one file.
///
/// A name has 1 to 31 UTF-16 units, none of `[ ] : * ? / \` and no apostrophe at either end; "History" is Excel's
/// own. The sheets after the first are "Name (2)", "Name (3)" and so on.
final class SheetNames {

    private static final int MAX_LENGTH = 31;

    static List<String> of(String wished, int sheets) {
        String name = legal(wished);
        List<String> names = new ArrayList<>();
        names.add(trimmed(name, MAX_LENGTH));
        for (int sheet = 2; sheet <= sheets; sheet++) {
            String suffix = " (" + sheet + ")";
            names.add(trimmed(name, MAX_LENGTH - suffix.length()) + suffix);
        }
        return List.copyOf(names);
    }

    /// The same, and then those of other sheets. Excel tells names apart without regard to case.
    static List<String> of(String wished, int sheets, List<String> others) {
        List<String> names = new ArrayList<>(of(wished, sheets));
        Set<String> taken = new HashSet<>();
        names.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        for (String other : others) {
            String free = legal(other);
            String name = trimmed(free, MAX_LENGTH);
            for (int copy = 2; !taken.add(name.toLowerCase(Locale.ROOT)); copy++) {
                String suffix = " (" + copy + ")";
                name = trimmed(free, MAX_LENGTH - suffix.length()) + suffix;
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    private static String legal(String wished) {
        String name = wished.replaceAll("[\\[\\]:*?/\\\\]", "-")
                .replaceAll("[\\x00-\\x1F\\x7F\\uFFFE\\uFFFF\\p{Cs}]", " ")
                .replaceAll("^[' ]+|[' ]+$", "");
        if (name.isBlank()) {
            return "Sheet";
        }
        return name.equalsIgnoreCase("History") ? name + "-" : name;
    }

    private static String trimmed(String name, int length) {
        if (name.length() <= length) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(length - 1)) ? length - 1 : length;
        return name.substring(0, end).replaceAll("[' ]+$", "");
    }

    private SheetNames() {}
}
