package dev.sheaf.format;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// The words around the data in one language; English where that language is not known.
final class Words {

    private static final ResourceBundle.Control NEVER_THE_MACHINES_OWN =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle words;

    Words(Locale locale) {
        words = ResourceBundle.getBundle("dev.sheaf.format.words", locale, NEVER_THE_MACHINES_OWN);
    }

    static Words of(@Nullable Cover cover) {
        return new Words(cover == null ? Locale.ENGLISH : cover.locale());
    }

    String say(String key, Object... values) {
        return new MessageFormat(words.getString(key), Locale.ROOT).format(values);
    }
}
