package dev.sheaf.rows;

import dev.sheaf.catalogue.ReportRequest;
import java.util.List;

/// A request, and what the publishers of its row scope are called in the database that it asks.
record Question(ReportRequest request, List<String> publisherKeys) {

    Question {
        publisherKeys = List.copyOf(publisherKeys);
    }

    Question(ReportRequest request) {
        this(request, List.of());
    }
}
