package dev.sheaf.web.api;

import java.util.List;

/// The answer of the list: reports, how many they are, and the limit that was applied.
record ReportList(List<ReportSummary> exports, Meta meta) {

    record Meta(int count, int limit) {}
}
