package dev.sheaf.rows;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.Set;

/// Rows could not be read. The message may hold SQL and is for the log only.
public class RowsFailure extends RuntimeException {

    /// Connection lost, transaction rolled back, out of resources, server going down, system error.
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

    /// A lock that is not available; a session that was ended since its transaction did nothing, as on a node that
    /// sleeps.
    private static final Set<String> PASSING = Set.of("55P03", "25P03");

    private final boolean retryable;

    RowsFailure(String what, SQLException cause) {
        super(what, cause);
        this.retryable = passes(cause);
    }

    /// True if what failed so may well work a little later.
    public static boolean passes(SQLException cause) {
        String state = Objects.requireNonNullElse(cause.getSQLState(), "");
        // The pool gives no state, neither when it is exhausted nor when it has lost the connection under somebody's
        // hands.
        return cause instanceof SQLTransientException
                || (state.isEmpty() && "Connection is closed".equals(cause.getMessage()))
                || PASSING.contains(state)
                || (state.length() == 5 && PASSING_CLASSES.contains(state.substring(0, 2)));
    }

    /// True if the same statement may well work a little later.
    public boolean retryable() {
        return retryable;
    }
}
