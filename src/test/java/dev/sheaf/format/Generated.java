package dev.sheaf.format;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/// Values as PostgreSQL can hold them: any Unicode but NUL and lone surrogates.
final class Generated {

    private static final List<String> NASTY = List.of(
            "_",
            "_x",
            "_x0041",
            "_x0041_",
            "_x005F_",
            "x000D_",
            "\r",
            "\n",
            "\t",
            " ",
            "\"",
            ",",
            "'",
            "\\",
            "\\N",
            "&amp;",
            "<",
            ">",
            "]]>",
            "=",
            "-",
            "+1",
            "@",
            "\uFEFF",
            "\uFFFE",
            "\uFFFF",
            "\u0001",
            "\u001F",
            "\uFF1D",
            "\uD83D\uDE00",
            "ö",
            "漢");

    static Arbitrary<String> texts() {
        Arbitrary<String> character = Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.integers().between(1, 0x7E)),
                        Tuple.of(2, Arbitraries.integers().between(0x7F, 0xD7FF)),
                        Tuple.of(1, Arbitraries.integers().between(0xE000, 0x10FFFF)))
                .map(Character::toString);
        return Arbitraries.frequencyOf(Tuple.of(3, character), Tuple.of(2, Arbitraries.of(NASTY)))
                .list()
                .ofMaxSize(12)
                .map(pieces -> pieces.stream().collect(Collectors.joining()));
    }

    private Generated() {}
}
