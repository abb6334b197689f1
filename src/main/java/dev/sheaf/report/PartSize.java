package dev.sheaf.report;

import dev.sheaf.catalogue.ReportRequest;

/// How many rows a part of a large report holds; only who builds reports knows.
public interface PartSize {

    int partRows(ReportRequest request);
}
