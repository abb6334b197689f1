package dev.sheaf.report;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.rows.Rows;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Shows how reports would begin.
@Component
public class Previews {

    private static final int ROWS = 20;

    /// Somebody who fills in a form does not wait for longer, and the database has better things to do.
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final Catalogue catalogue;
    private final Rows rows;

    Previews(Catalogue catalogue, Rows rows) {
        this.catalogue = catalogue;
        this.rows = rows;
    }

    /// What `caller` would get first for `body`, by what they may see now; empty if it is no request.
    ///
    /// @throws dev.sheaf.rows.RowsFailure also if the database takes too long
    public Optional<Preview> of(Caller caller, ObjectNode body) {
        return switch (catalogue.check(body, caller.rows(), caller.standing())) {
            case Checked.Invalid _ -> Optional.empty();
            case Checked.Valid(var request) ->
                Optional.of(new Preview(request.columns(), rows.first(request, ROWS, LONGEST)));
        };
    }
}
