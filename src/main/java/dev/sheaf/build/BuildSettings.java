package dev.sheaf.build;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.report.PartSize;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.build.*`: a report of more than `part-rows` rows is cut into parts of that many; a piece of work that
/// has failed `tries` times fails its report, and so does the loss of its snapshot after `plans` plans.
///
/// Parts of 50,000 rows make segments of some 5 MiB, the least that S3 copies on its own side.
@ConfigurationProperties("sheaf.build")
record BuildSettings(
        @DefaultValue("50000") int partRows,
        @DefaultValue("20") int tries,
        @DefaultValue("3") int plans) implements PartSize {

    BuildSettings {
        if (partRows < 1) {
            throw new IllegalArgumentException("sheaf.build.part-rows must be at least 1, not " + partRows);
        }
        if (tries < 1) {
            throw new IllegalArgumentException("sheaf.build.tries must be at least 1, not " + tries);
        }
        if (plans < 1) {
            throw new IllegalArgumentException("sheaf.build.plans must be at least 1, not " + plans);
        }
    }

    /// Rows of a part of `request`, if its type does not leave them to the settings.
    @Override
    public int partRows(ReportRequest request) {
        return Objects.requireNonNullElse(request.type().partRows(), partRows);
    }
}
