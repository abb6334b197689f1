package dev.sheaf.rows;

/// What the statements of a request are written in.
enum Dialect {
    /// Values are put in as literals with their type; a list of values is an array.
    POSTGRES {
        @Override
        String among(String expression, String parameter) {
            return "(" + expression + ") = any(:" + parameter + ")";
        }

        @Override
        String nullsLast(String expression, String direction) {
            return expression + direction + " nulls last";
        }
    },
    /// What most databases understand. Values are bound; a list of values is bound one by one, as in `in (:name)`.
    STANDARD {
        @Override
        String among(String expression, String parameter) {
            return "(" + expression + ") in (:" + parameter + ")";
        }

        @Override
        String nullsLast(String expression, String direction) {
            return "case when (" + expression + ") is null then 1 else 0 end, " + expression + direction;
        }
    };

    abstract String among(String expression, String parameter);

    abstract String nullsLast(String expression, String direction);
}
