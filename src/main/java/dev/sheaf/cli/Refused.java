package dev.sheaf.cli;

/// Why a command does not do what it is asked, as a sentence for whoever called it.
final class Refused extends RuntimeException {

    static final int UNDONE = 1;
    static final int WRONG_CALL = 2;

    final int exit;

    private Refused(int exit, String sentence) {
        super(sentence);
        this.exit = exit;
    }

    static Refused undone(String sentence) {
        return new Refused(UNDONE, sentence);
    }

    static Refused wrongCall(String sentence) {
        return new Refused(WRONG_CALL, sentence);
    }
}
