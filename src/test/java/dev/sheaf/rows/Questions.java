package dev.sheaf.rows;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.testing.OwnServer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an operator asks of the types of a server.
final class Questions {

    private Questions() {}

    /// `filters` are the members of a JSON object.
    static Question of(OwnServer server, String type, String filters) {
        return of(server, "{\"report_type\": \"%s\", \"search_params\": {%s}}".formatted(type, filters));
    }

    static Question sorted(OwnServer server, String type, String sort) {
        return of(server, "{\"report_type\": \"%s\", \"index_params\": {\"sort_by\": \"%s\"}}".formatted(type, sort));
    }

    private static Question of(OwnServer server, String request) {
        ObjectNode body = JsonMapper.shared().readValue(request, ObjectNode.class);
        return switch (server.bean(Catalogue.class).check(body, RowScope.EVERYTHING, Standing.OPERATOR)) {
            case Checked.Valid valid -> new Question(valid.request());
            case Checked.Invalid invalid -> throw new AssertionError(invalid.violations());
        };
    }
}
