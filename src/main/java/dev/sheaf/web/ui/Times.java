package dev.sheaf.web.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as one person reads them now, in their zone.
public final class Times {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss z", Locale.ENGLISH);

    private final Instant now;
    private final ZoneId zone;

    Times(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    public String exact(Instant time) {
        return EXACT.format(time.atZone(zone));
    }

    /// `3 minutes ago`, `in 7 days`, or `just now`.
    public String relative(Instant time) {
        Duration away = Duration.between(time, now);
        String words = words(away.abs());
        return words.isEmpty() ? "just now" : away.isNegative() ? "in " + words : words + " ago";
    }

    /// How long it took, or has taken until now: `8 s`, `3 min 20 s`.
    public String took(Instant from, @Nullable Instant to) {
        return took(Duration.between(from, to == null ? now : to));
    }

    static String took(Duration took) {
        return took.toMinutes() == 0
                ? String.format(Locale.ENGLISH, "%.1f s", took.toMillis() / 1000.0)
                : took.toHours() == 0
                        ? "%d min %d s".formatted(took.toMinutes(), took.toSecondsPart())
                        : "%d h %d min".formatted(took.toHours(), took.toMinutesPart());
    }

    private static String words(Duration away) {
        if (away.toSeconds() < 10) {
            return "";
        }
        if (away.toMinutes() == 0) {
            return counted(away.toSeconds(), "second");
        }
        if (away.toHours() == 0) {
            return counted(away.toMinutes(), "minute");
        }
        return away.toDays() == 0 ? counted(away.toHours(), "hour") : counted(away.toDays(), "day");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
