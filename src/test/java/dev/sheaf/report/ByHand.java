package dev.sheaf.report;

import dev.sheaf.testing.OwnServer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The work of a server whose own workers rest, done piece by piece when a test says so.
record ByHand(OwnServer server) {

    Optional<Work> take(WorkKind kind) {
        return server.bean(Queue.class).take(UUID.randomUUID().toString(), List.of(kind));
    }

    void handle(Work work) {
        server.beans(WorkType.class)
                .filter(type -> type.kind() == work.kind())
                .findFirst()
                .orElseThrow()
                .handler()
                .accept(work);
    }

    /// Takes the next of that kind and does it.
    Work handle(WorkKind kind) {
        Work work = take(kind).orElseThrow();
        handle(work);
        return work;
    }

    /// Does what comes before the parts of `report`, which waits alone.
    void plan(long report) {
        for (WorkKind kind : List.of(WorkKind.WHOLE, WorkKind.PLAN)) {
            if (handle(kind).report().value() != report) {
                throw new AssertionError("Another report waits");
            }
        }
    }
}
