package dev.sheaf.rows;

import java.io.IOException;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.core.VisibleBufferedInputStream;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The buffer into which the driver receives, so that the rows of a COPY are read where they lie.
///
/// The driver's own way makes an array for each row. This one takes only whole `CopyData` messages (PostgreSQL
/// documentation, 54.7) off the stream that the driver has decrypted and signed in; every other message is left to the
/// driver, which notices nothing. The stream is a private matter of the driver, so [#of] finds none if another version
/// keeps it elsewhere, and the driver's way remains.
final class ReceiveBuffer {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveBuffer.class);
    private static final int SIZE = 128 * 1024;
    private static final int COPY_DATA = 'd';
    private static final int HEADER = 5;
    /// Rows of less than this are waited for without a pause.
    private static final int LONG = 256 * 1024;
    private static final int WORTHWHILE = 32 * 1024;
    private static final long PAUSE = Duration.ofMillis(2).toNanos();
    private static final String CONNECTION_FAILURE = "08006";

    private static final @Nullable Field STREAM = field(QueryExecutorBase.class, "pgStream");
    private static final @Nullable Field INPUT = field(PGStream.class, "pgInput");
    private static final @Nullable Field BUFFER = field(VisibleBufferedInputStream.class, "buffer");

    private final VisibleBufferedInputStream input;
    /// Encrypted streams cannot tell how much has arrived.
    private final boolean countable;
    private long received;

    private ReceiveBuffer(VisibleBufferedInputStream input, boolean countable) {
        this.input = input;
        this.countable = countable;
    }

    private static @Nullable Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("This PostgreSQL driver does not show its {}; rows are read in its own, slower way", name);
            return null;
        }
    }

    /// That of `connection`, made large enough for long reads.
    static Optional<ReceiveBuffer> of(Connection connection) throws SQLException {
        if (STREAM == null || INPUT == null || BUFFER == null) {
            return Optional.empty();
        }
        QueryExecutor executor = connection.unwrap(PgConnection.class).getQueryExecutor();
        try {
            if (executor instanceof QueryExecutorBase
                    && STREAM.get(executor) instanceof PGStream stream
                    && INPUT.get(stream) instanceof VisibleBufferedInputStream input) {
                if (input.getBuffer().length < SIZE) {
                    BUFFER.set(input, Arrays.copyOf(input.getBuffer(), SIZE));
                }
                return Optional.of(new ReceiveBuffer(
                        input, !(stream.getSocket() instanceof SSLSocket || stream.isGssEncrypted())));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A field that was made accessible is not", e);
        }
        return Optional.empty();
    }

    /// Hands the next row to `sink` if the next message holds one; false, and nothing read, if it is another message.
    boolean row(RowSink sink) throws IOException, SQLException {
        int length = arrived();
        if (length == 0) {
            return false;
        }
        int at = input.getIndex();
        sink.row(input.getBuffer(), at + HEADER, at + length - 1);
        skip(length);
        return true;
    }

    /// The length of the next message with its header, which then is in the buffer; 0 if it is no `CopyData`.
    private int arrived() throws SQLException {
        try {
            if (input.available() < HEADER) {
                letArrive();
            }
            if (input.peek() != COPY_DATA || !input.ensureBytes(HEADER)) {
                return 0;
            }
            byte[] bytes = input.getBuffer();
            int at = input.getIndex();
            int length = 1
                    + ((bytes[at + 1] & 0xFF) << 24
                            | (bytes[at + 2] & 0xFF) << 16
                            | (bytes[at + 3] & 0xFF) << 8
                            | (bytes[at + 4] & 0xFF));
            if (input.available() < length) {
                letArrive();
            }
            if (!input.ensureBytes(length)) {
                throw new SQLException("The connection ended within a row", CONNECTION_FAILURE);
            }
            return length;
        } catch (IOException e) {
            throw new SQLException("The connection broke while rows were read", CONNECTION_FAILURE, e);
        }
    }

    /// Lets more arrive before it is read. The server sends 8 KiB at a time; to wake up for each of them costs both
    /// sides more than what is in it.
    private void letArrive() throws IOException {
        if (countable && received > LONG && input.getWrapped().available() < WORTHWHILE) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void skip(int length) throws SQLException {
        try {
            input.skip(length);
            received += length;
        } catch (IOException e) {
            throw new SQLException("The connection broke while rows were read", CONNECTION_FAILURE, e);
        }
    }
}
