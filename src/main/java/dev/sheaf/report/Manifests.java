package dev.sheaf.report;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The documents that prove finished files.
@Component
public class Manifests {

    private final JdbcClient jdbc;

    Manifests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The manifest as JSON. It holds values out of the rows, as the file does: empty also if the viewer may no
    /// longer see those.
    public Optional<String> of(VisibleReport visible) {
        return visible.withinScope()
                ? jdbc.sql("select manifest from sheaf.manifests where report_id = :id")
                        .param("id", visible.report().id().value())
                        .query(String.class)
                        .optional()
                : Optional.empty();
    }
}
