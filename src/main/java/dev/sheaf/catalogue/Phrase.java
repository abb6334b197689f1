package dev.sheaf.catalogue;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;

/// Something to say to people: the message `key` of `messages/phrases*.properties` with what stands in its places, some
/// of which may be phrases, too. It is recorded as it is, so that each reader gets it in their own language; programs
/// get it in English, which is [#toString].
public record Phrase(String key, List<Object> arguments) {

    /// Where another phrase could follow and none does.
    public static final Phrase NOTHING = of("nothing");

    private static final ResourceBundle.Control ENGLISH_OTHERWISE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public Phrase {
        arguments = List.copyOf(arguments);
    }

    /// The name of a filter, which programs are told as it is and readers of a form as it stands there.
    record FilterName(String name) {}

    public static Phrase of(String key, Object... arguments) {
        return new Phrase(key, List.of(arguments));
    }

    /// In `language`, or in English if the message is not there in it. `label` says what filters are called there.
    public String in(Locale language, UnaryOperator<String> label) {
        Object[] told = arguments.stream()
                .map(argument -> switch (argument) {
                    case Phrase phrase -> phrase.in(language, label);
                    case FilterName filter -> label.apply(filter.name());
                    default -> argument;
                })
                .toArray();
        String message = ResourceBundle.getBundle("messages.phrases", language, ENGLISH_OTHERWISE)
                .getString(key);
        return new MessageFormat(message, language).format(told);
    }

    public String in(Locale language) {
        return in(language, UnaryOperator.identity());
    }

    @Override
    public String toString() {
        return in(Locale.ROOT);
    }
}
