package dev.sheaf.build;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.report.PartSize;
import dev.sheaf.rows.Outlook;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.build.*`: a report of more than `part-rows` rows is cut into parts of that many; a piece of work that
/// has failed `tries` times fails its report, and so does the loss of its snapshot after `plans` plans.
///
/// Where rows are short, parts of a plan have more of them, so that segments are long enough for S3.
@ConfigurationProperties("sheaf.build")
record BuildSettings(
        @DefaultValue("50000") int partRows,
        @DefaultValue("20") int tries,
        @DefaultValue("3") int plans) implements PartSize {

    /// Comfortably more than the 5 MiB that S3 takes for a part of an upload.
    private static final double LONG_ENOUGH = 7 << 20;

    /// So that workers who end one part at different times still end all of them together.
    private static final int FEWEST_PARTS = 8;

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

    /// Rows of a part in a plan: more than the setting says where that makes its segment long enough and leaves parts
    /// enough. What a type says stays.
    long partRows(ReportRequest request, Outlook outlook, double bytesOfARow) {
        long set = partRows(request);
        long needed = (long) Math.ceil(LONG_ENOUGH / Math.max(1, bytesOfARow));
        boolean longer = request.type().partRows() == null && needed > set && outlook.parts(needed) >= FEWEST_PARTS;
        return longer ? needed : set;
    }
}
