package dev.sheaf.web.ui;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.rows.Lookups;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;

/// Makes the words of a type for one reader.
@Component
class WordsOf {

    private final MessageSource messages;
    private final Lookups lookups;

    WordsOf(MessageSource messages, Lookups lookups) {
        this.messages = messages;
        this.lookups = lookups;
    }

    /// `type` in the language of its reader; empty if there is no such type any more.
    Words of(Optional<ReportType> type, Caller reader, Locale locale) {
        return new Words(type, new MessageSourceAccessor(messages, locale), locale, lookups, reader.rows());
    }
}
