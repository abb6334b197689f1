package dev.sheaf.report;

import dev.sheaf.catalogue.ReportRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The name under which a browser saves a file: type and moment of asking, such as
/// `clicks-details-2026-11-24-1532.xlsx`, in the time zone asked for.
final class Filename {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmm", Locale.ROOT);

    private Filename() {}

    static String of(ReportRequest request, Instant asked) {
        String extension = switch (request.type().kind()) {
            case CSV -> request.gzip() ? "csv.gz" : "csv";
            case XLSX -> "xlsx";
        };
        return request.type().filename() + "-" + MOMENT.format(asked.atZone(request.zone())) + "." + extension;
    }
}
