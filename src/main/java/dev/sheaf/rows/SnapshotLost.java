package dev.sheaf.rows;

import java.sql.SQLException;

/// The snapshot of a plan is gone with the connection that held it. Only a fresh plan helps.
public final class SnapshotLost extends RowsFailure {

    SnapshotLost(SQLException cause) {
        super("The snapshot is gone", cause);
    }

    public SnapshotLost(String message) {
        super(message, new SQLException(message));
    }
}
