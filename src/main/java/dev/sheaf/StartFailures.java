package dev.sheaf;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Why Sheaf cannot start, as one sentence on standard error in place of a stack trace.
///
/// Modules say their own sentences by throwing a `FailureAnalyzedException`; what is left is said here.
final class StartFailures {

    private StartFailures() {}

    static final class Reporter implements FailureAnalysisReporter {

        @Override
        public void report(FailureAnalysis analysis) {
            System.err.println("Sheaf cannot start: " + analysis.getDescription());
        }
    }

    /// A setting that cannot be read, or that the record which holds it refuses.
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class Setting extends AbstractFailureAnalyzer<BindException> {

        @Override
        protected @Nullable FailureAnalysis analyze(Throwable root, BindException cause) {
            Throwable deepest = NestedExceptionUtils.getMostSpecificCause(cause);
            if (deepest instanceof FailureAnalyzedException) {
                return null;
            }
            String reason = Objects.requireNonNullElse(deepest.getMessage(), deepest.toString());
            if (reason.startsWith("sheaf.")) {
                return new FailureAnalysis(reason, null, cause);
            }
            Object value =
                    cause.getProperty() == null ? "" : cause.getProperty().getValue();
            return new FailureAnalysis(
                    "%s cannot be \"%s\" (%s).".formatted(cause.getName(), value, reason), null, cause);
        }
    }

    /// The database refuses the connection, or a migration.
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class Database extends AbstractFailureAnalyzer<SQLException> {

        @Override
        protected FailureAnalysis analyze(Throwable root, SQLException cause) {
            return new FailureAnalysis(
                    "The database (sheaf.database.url) cannot be used: %s (SQL state %s)"
                            .formatted(cause.getMessage(), cause.getSQLState()),
                    null,
                    cause);
        }
    }
}
