package dev.sheaf.report;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Registers, as a bean, somebody who does one kind of work on this node.
///
/// `handler` ends each work itself, by a change in [Builds] or by [Queue#putBack]; what it throws is logged and
/// the work put back. While `open` is false this node takes none of the kind.
public record WorkType(WorkKind kind, BooleanSupplier open, Consumer<Work> handler) {}
