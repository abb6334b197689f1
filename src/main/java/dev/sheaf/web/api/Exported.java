package dev.sheaf.web.api;

/// A report in the answer of the list.
sealed interface Exported permits ReportSummary, LinkedSummary {}
