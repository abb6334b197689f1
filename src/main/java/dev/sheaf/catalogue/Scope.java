package dev.sheaf.catalogue;

import org.jspecify.annotations.Nullable;

/// What bounds the rows of a type, spelled out in its file.
public sealed interface Scope {

    /// `column` is SQL that gives the publisher of a row: its number, or the key that it has in the source that
    /// `publisherKey` names.
    record OfPublishers(String column, @Nullable String publisherKey) implements Scope {}

    /// All rows are for everyone.
    record Everyone() implements Scope {}

    /// All rows are for operators, and nobody else is told of the type.
    record OperatorsOnly() implements Scope {}
}
