package dev.sheaf.web.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/// Times as one person reads them now, in their zone and language.
public final class Times {

    private final Instant now;
    private final ZoneId zone;
    private final Locale locale;
    private final MessageSource messages;

    Times(Instant now, ZoneId zone, Locale locale, MessageSource messages) {
        this.now = now;
        this.zone = zone;
        this.locale = locale;
        this.messages = messages;
    }

    public String exact(Instant time) {
        return DateTimeFormatter.ofPattern(message("time.exact"), locale).format(time.atZone(zone));
    }

    /// `3 minutes ago`, `in 7 days`, or `just now`.
    public String relative(Instant time) {
        Duration away = Duration.between(time, now);
        if (away.abs().toSeconds() < 10) {
            return message("time.now");
        }
        return message(away.isNegative() ? "time.ahead" : "time.ago", words(away.abs()));
    }

    /// Rounded, so that what is kept for seven days does not begin with six.
    private String words(Duration away) {
        if (away.toMinutes() == 0) {
            return message("time.seconds", away.toSeconds());
        }
        long minutes = away.plusSeconds(30).toMinutes();
        if (minutes < 60) {
            return message("time.minutes", minutes);
        }
        long hours = away.plusMinutes(30).toHours();
        return hours < 24
                ? message("time.hours", hours)
                : message("time.days", away.plusHours(12).toDays());
    }

    private String message(String code, Object... arguments) {
        return messages.getMessage(code, arguments, locale);
    }

    /// How long it took, or has taken until now: `8.0 s`, `3 min 20 s`.
    public String took(Instant from, @Nullable Instant to) {
        return took(Duration.between(from, to == null ? now : to), locale);
    }

    static String took(Duration took, Locale locale) {
        return took.toMinutes() == 0
                ? String.format(locale, "%.1f s", took.toMillis() / 1000.0)
                : took.toHours() == 0
                        ? "%d min %d s".formatted(took.toMinutes(), took.toSecondsPart())
                        : "%d h %d min".formatted(took.toHours(), took.toMinutesPart());
    }
}
