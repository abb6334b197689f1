package dev.sheaf.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where objects lie in the bucket. The lease is in each key, so that a worker that was given up writes beside the
/// one that counts, never over it, and so that each object tells under whose lease it came.
public final class ObjectKeys {

    public static final String FILES = "reports/";
    public static final String SEGMENTS = "segments/";

    private static final Pattern LEASE =
            Pattern.compile("reports/\\d+/(\\d{1,18})\\.[a-z.]+|segments/\\d+/\\d+-(\\d{1,18})");

    private ObjectKeys() {}

    public static String files(ReportId report) {
        return FILES + report + "/";
    }

    public static String file(ReportId report, Work work, String extension) {
        return files(report) + work.lease() + "." + extension;
    }

    public static String segments(ReportId report) {
        return SEGMENTS + report + "/";
    }

    public static String segment(ReportId report, int part, Work work) {
        return segments(report) + part + "-" + work.lease();
    }

    /// The lease under which the object was written; empty if the key is none of ours.
    public static Optional<Long> lease(String key) {
        Matcher ours = LEASE.matcher(key);
        return ours.matches()
                ? Optional.of(Long.valueOf(ours.group(1) == null ? ours.group(2) : ours.group(1)))
                : Optional.empty();
    }
}
