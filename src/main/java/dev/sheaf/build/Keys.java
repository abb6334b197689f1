package dev.sheaf.build;

import dev.sheaf.report.ReportId;
import dev.sheaf.report.Work;

/// Where objects lie in the bucket. The lease is in each key, so that a worker that was given up writes beside
/// the one that counts, never over it.
final class Keys {

    private Keys() {}

    static String file(ReportId report, Work work, String extension) {
        return "reports/" + report + "/" + work.lease() + "." + extension;
    }

    static String segments(ReportId report) {
        return "segments/" + report + "/";
    }

    /// The lease under which the segment with that key was written.
    static long lease(String segment) {
        return Long.parseLong(segment.substring(segment.lastIndexOf('-') + 1));
    }

    static String segment(ReportId report, int part, Work work) {
        return segments(report) + part + "-" + work.lease();
    }
}
