package dev.sheaf.web;

import dev.sheaf.rows.RowsFailure;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/// What callers are told while the database does not answer, or has no connection to spare.
public final class Outage {

    /// Seconds after which another try makes sense.
    public static final String RETRY_AFTER = "5";

    public static final String MESSAGE =
            "The service cannot answer for the moment. Nothing is lost; send the request again in a few seconds.";

    private Outage() {}

    /// True if `failure` comes of something that passes by itself.
    public static boolean caused(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException refused && RowsFailure.passes(refused));
    }
}
