package dev.sheaf.catalogue;

/// A column by whose values the rows of a finished report are counted, for its page. `label` is what people call them.
public record Charted(String name, String label, String column) {

    Charted told(String toldLabel) {
        return new Charted(name, toldLabel, column);
    }
}
