package dev.sheaf.build;

/// What was written is not what was read. Such a file is never handed out.
final class Incomplete extends RuntimeException {

    private Incomplete(String message) {
        super(message);
    }

    static void check(String what, long expected, long actual) {
        if (expected != actual) {
            throw new Incomplete(what + ": expected " + expected + ", found " + actual);
        }
    }
}
