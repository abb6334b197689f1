package dev.sheaf.report;

/// Somebody else has this work now, or its report has ended. What was done under the old lease counts for nothing.
public final class LeaseLost extends RuntimeException {

    LeaseLost(Work work) {
        super("The lease " + work.lease() + " on " + work.kind() + " of report " + work.report() + " is over");
    }
}
