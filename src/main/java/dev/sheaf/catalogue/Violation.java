package dev.sheaf.catalogue;

/// One thing that is wrong with a request: where (`search_params.start_date`), and what it should be.
public record Violation(String path, Phrase phrase) {

    /// The same in English, as programs are told.
    public String message() {
        return phrase.toString();
    }
}
