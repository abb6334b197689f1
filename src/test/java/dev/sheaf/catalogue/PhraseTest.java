package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What is said to people in their language, and to programs in English.
class PhraseTest {

    private static final Pattern NAMED =
            Pattern.compile("Phrase\\.of\\(\\s*\"([a-z_.]+[a-z])\"|violations\\.add\\([^;]*?,\\s*\"([a-z_.]+[a-z])\"");

    @Test
    void eachReaderGetsTheWholeOfItInTheirLanguage() {
        var phrase = Phrase.of(
                "must_be.not", Phrase.of("form.many", Phrase.of("form.one_of", "a, b")), "x", Phrase.of("meant", "a"));

        assertThat(phrase).hasToString("must be one of a, b (several as a list), not \"x\"; did you mean a?");
        assertThat(phrase.in(Locale.GERMAN))
                .isEqualTo("muss eines von a, b (mehrere als Liste) sein, nicht „x“; meinten Sie a?");
        assertThat(phrase.in(Locale.JAPANESE)).isEqualTo(phrase.toString());
    }

    @Test
    void filtersAreCalledAsTheyAreWhereItIsRead() {
        var phrase = Phrase.of("before", new Phrase.FilterName("start_date"), "2026-11-20");

        assertThat(phrase).hasToString("must not be before start_date, 2026-11-20");
        assertThat(phrase.in(Locale.GERMAN, _ -> "Von")).isEqualTo("darf nicht vor Von, 2026-11-20, liegen");
    }

    @Test
    void numbersAreWrittenAsTheirReaderWritesThem() {
        var phrase = Phrase.of("rows.about", 1_234_567L, 50_000, Phrase.NOTHING);

        assertThat(phrase.toString()).contains("about 1,234,567 rows", "at most 50,000:");
        assertThat(phrase.in(Locale.GERMAN)).contains("etwa 1.234.567 Zeilen", "höchstens 50.000:");
        assertThat(Phrase.of("values", 1001, 1000)).hasToString("has 1001 values; at most 1000 are possible");
    }

    @Test
    void whatWasRecordedIsToldAsItWas() {
        var phrase = Phrase.of("failed.large", 2, 5_000_000_000L, 7L);
        var json = JsonMapper.shared();

        Phrase read = json.readValue(json.writeValueAsString(phrase), Phrase.class);

        assertThat(read).hasToString(phrase.toString());
        assertThat(read.in(Locale.GERMAN))
                .startsWith("Der Bericht konnte nicht entstehen: Blatt 2 hat 5000000000 Bytes");
    }

    @Test
    void noPhraseIsNamedThatIsNotThere() throws IOException {
        Set<String> known =
                ResourceBundle.getBundle("messages.phrases", Locale.ROOT).keySet();
        var named = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                NAMED.matcher(Files.readString(file))
                        .results()
                        .forEach(found -> named.add(found.group(1) == null ? found.group(2) : found.group(1)));
            }
        }
        assertThat(named).hasSizeGreaterThan(25);
        assertThat(known).containsAll(named);
    }
}
