package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The words of the pages stand in message files, in each language the same ones, and nowhere else.
class MessagesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");

    /// Names, and what a program reads.
    private static final Pattern NO_WORDS = Pattern.compile("Sheaf|SHA-256|curl|[^\\p{L}]*|(?s)\\{\"error\".*");

    private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z_.]+)[(}]");

    @ParameterizedTest
    @ValueSource(strings = {"pages", "phrases"})
    void everyLanguageHasTheSameMessagesWithTheSameArguments(String file) throws IOException {
        Properties english = messages(file + ".properties");
        Properties german = messages(file + "_de.properties");

        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(german.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        }
    }

    private static List<String> arguments(String message) {
        if (!message.contains("{")) {
            return List.of();
        }
        var format = new MessageFormat(message);
        return Arrays.stream(Arrays.copyOf(format.getFormatsByArgumentIndex(), 9))
                .map(each -> each == null ? "" : each.getClass().getSimpleName())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHasNoWordsOfItsOwnAndEveryMessageThatItNames(Path template) throws IOException {
        String page = Files.readString(template);

        assertThat(Pattern.compile(">([^<]*)<")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1).strip()))
                .as("words between the tags of %s", template)
                .allMatch(text -> NO_WORDS.matcher(text).matches());
        assertThat(Pattern.compile(" (?:title|placeholder|aria-label|alt|value)=\"([^\"]*)\"")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1)))
                .as("words in the attributes of %s", template)
                .allMatch(text -> text.matches("sheaf_…|[a-z0-9]*|true|false"));
        var named = new TreeSet<String>();
        KEY.matcher(page).results().forEach(found -> named.add(found.group(1)));
        assertThat(messages("pages.properties").stringPropertyNames()).containsAll(named);
    }

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.toList().stream();
        }
    }

    private static Properties messages(String file) throws IOException {
        var messages = new Properties();
        try (InputStream in = Objects.requireNonNull(MessagesTest.class.getResourceAsStream("/messages/" + file))) {
            messages.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return messages;
    }
}
