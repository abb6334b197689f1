package dev.sheaf.access;

/// What somebody is to the rows that they see. Each sees what those before it see.
///
/// [#ADMIN] is who administers every publisher whose rows are in question.
public enum Standing {
    MEMBER,
    ADMIN,
    OPERATOR;

    public boolean reaches(Standing least) {
        return compareTo(least) >= 0;
    }
}
