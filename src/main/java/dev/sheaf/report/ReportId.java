package dev.sheaf.report;

/// The number of a report or of a part. Grows with time.
public record ReportId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
