package dev.sheaf.rows;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.testing.OwnServer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is asked of the types of a server, by an operator if nothing else is said.
final class Questions {

    private Questions() {}

    /// `filters` are the members of a JSON object.
    static Question of(OwnServer server, String type, String filters) {
        return of(server, type, filters, RowScope.EVERYTHING);
    }

    static Question of(OwnServer server, String type, String filters, RowScope scope) {
        return of(server, "{\"report_type\": \"%s\", \"search_params\": {%s}}".formatted(type, filters), scope);
    }

    static Question sorted(OwnServer server, String type, String sort) {
        return of(
                server,
                "{\"report_type\": \"%s\", \"index_params\": {\"sort_by\": \"%s\"}}".formatted(type, sort),
                RowScope.EVERYTHING);
    }

    private static Question of(OwnServer server, String request, RowScope scope) {
        ObjectNode body = JsonMapper.shared().readValue(request, ObjectNode.class);
        return switch (server.bean(Catalogue.class).check(body, scope, Standing.OPERATOR)) {
            case Checked.Valid valid -> new Question(valid.request());
            case Checked.Invalid invalid -> throw new AssertionError(invalid.violations());
        };
    }
}
