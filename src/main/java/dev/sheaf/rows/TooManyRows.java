package dev.sheaf.rows;

/// There are more rows than one task may read; none past the limit was handed on.
public final class TooManyRows extends RuntimeException {

    TooManyRows(long limit) {
        super("More than " + limit + " rows");
    }
}
