package dev.sheaf.format;

/// Where an assembly stands in its file, so that bytes are never handed out in a wrong order.
final class AssemblyState {

    private final int sheets;
    private int sheet;
    private boolean closed;

    AssemblyState(int sheets) {
        if (sheets < 1) {
            throw new IllegalArgumentException("A file has at least 1 sheet, not " + sheets);
        }
        this.sheets = sheets;
    }

    void open() {
        require(sheet == 0, "open");
        sheet = 1;
    }

    void nextSheet() {
        require(sheet > 0 && sheet < sheets && !closed, "begin the next sheet");
        sheet++;
    }

    void add() {
        require(sheet > 0 && !closed, "add a segment");
    }

    void close() {
        require(sheet == sheets && !closed, "close");
        closed = true;
    }

    /// 1-based; 0 before the file is open.
    int sheet() {
        return sheet;
    }

    private void require(boolean legal, String what) {
        if (!legal) {
            throw new IllegalStateException("Cannot " + what + ": the file is " + this);
        }
    }

    @Override
    public String toString() {
        if (sheet == 0) {
            return "not open yet";
        }
        return closed ? "closed" : "open at sheet " + sheet + " of " + sheets;
    }
}
