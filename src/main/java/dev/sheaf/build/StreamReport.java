package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.Report;
import dev.sheaf.report.Streams;
import dev.sheaf.report.Work;
import dev.sheaf.rows.Outlook;
import dev.sheaf.rows.RowSink;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.Sent;
import dev.sheaf.rows.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.stereotype.Component;

/// Reads a large report by one ordered statement and cuts its rows into segments as they flow.
///
/// A read that dies starts afresh: what it had stored belongs to a moment that nobody can see again.
@Component
class StreamReport {

    private final Catalogue catalogue;
    private final Rows rows;
    private final Streams streams;
    private final Segments segments;
    private final BuildWhole whole;
    private final BuildSettings settings;

    StreamReport(
            Catalogue catalogue,
            Rows rows,
            Streams streams,
            Segments segments,
            BuildWhole whole,
            BuildSettings settings) {
        this.catalogue = catalogue;
        this.rows = rows;
        this.streams = streams;
        this.segments = segments;
        this.whole = whole;
        this.settings = settings;
    }

    void run(Work work, Report report) {
        FileOf file = FileOf.request(report.request(catalogue));
        segments.remove(report.id(), work);
        Outlook outlook = rows.outlook(file.request(), settings.partRows(file.request()));
        try (var stream = new Measured(
                work,
                file,
                report.sheetRows(file.format().rowsPerSheet()),
                outlook.parts(settings.partRows(file.request())))) {
            Sent sent = BusyThread.run(
                    "stream-" + report.id(),
                    rows,
                    () -> rows.all(
                            file.request(),
                            Long.MAX_VALUE,
                            stream,
                            file.request().facets(),
                            (_, facets) -> stream.facets = facets));
            stream.finish();
            Incomplete.check("Rows cut of report " + report.id(), sent.rows(), stream.cut.rows());
            if (sent.rows() > 0) {
                streams.ended(work, sent, stream.cut.parts(), stream.cut.sheets());
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        streams.empty(work);
        whole.write(work, report, file);
    }

    /// Holds the first rows back until they have told the widths of the columns.
    private final class Measured implements RowSink, AutoCloseable {

        private final Work work;
        private final int partsExpected;
        private final FirstRows first;
        private final SegmentStream cut;
        private List<Integer> widths = List.of();
        private List<Summary> facets = List.of();
        private boolean open;

        Measured(Work work, FileOf file, long sheetRows, int partsExpected) {
            this.work = work;
            this.partsExpected = partsExpected;
            this.first = new FirstRows(file);
            this.cut = new SegmentStream(
                    settings.partRows(file.request()),
                    sheetRows,
                    (number, firstRow, reading) -> segments.store(
                            ObjectKeys.segment(work.report(), number, work), file, widths, number, firstRow, reading),
                    (part, segment) -> streams.stored(work, part, segment));
        }

        @Override
        public void row(byte[] copy, int from, int to) throws IOException {
            if (open) {
                cut.row(copy, from, to);
                return;
            }
            first.row(copy, from, to);
            if (first.areEnough()) {
                open();
            }
        }

        private void open() throws IOException {
            open = true;
            widths = first.widths();
            streams.begun(work, widths, partsExpected, facets);
            first.handTo(cut);
        }

        void finish() throws IOException {
            if (!open && !first.areNone()) {
                open();
            }
            cut.finish();
        }

        @Override
        public void close() {
            cut.close();
        }
    }
}
