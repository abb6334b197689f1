package dev.sheaf.web.docs;

import java.util.List;
import java.util.stream.IntStream;

/// Text of the description, in which backticks set code apart.
public final class Prose {

    private Prose() {}

    public record Run(String text, boolean code) {}

    public static List<Run> runs(String text) {
        String[] runs = text.split("`", -1);
        return IntStream.range(0, runs.length)
                .mapToObj(i -> new Run(runs[i], i % 2 == 1))
                .filter(run -> !run.text().isEmpty())
                .toList();
    }
}
