package dev.sheaf.catalogue;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The languages that somebody reads, the most wished first.
public record Languages(List<Locale.LanguageRange> wished) {

    /// Of somebody who did not say.
    public static final Languages UNTOLD = new Languages(List.of());

    public Languages {
        wished = List.copyOf(wished);
    }

    /// What a browser says in `Accept-Language` (RFC 9110, 12.5.4). What is not understood is as good as unsaid.
    public static Languages of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return UNTOLD;
        }
        try {
            return new Languages(Locale.LanguageRange.parse(header));
        } catch (IllegalArgumentException e) {
            return UNTOLD;
        }
    }

    /// The one of `offered` that fits best; null if none does. Who reads `de-AT` is offered `de`.
    public @Nullable Locale best(Collection<Locale> offered) {
        return Locale.lookup(wished, offered);
    }
}
