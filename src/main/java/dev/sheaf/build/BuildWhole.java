package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.format.Segment;
import dev.sheaf.report.Builds;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.Report;
import dev.sheaf.report.StoredFile;
import dev.sheaf.report.Streams;
import dev.sheaf.report.Work;
import dev.sheaf.rows.Outlook;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.Sent;
import dev.sheaf.rows.TooManyRows;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.StoredObject;
import dev.sheaf.storage.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Reads, writes and stores a report in one task, if it is small enough; otherwise lets it be planned.
///
/// Where each part would repeat the work of the whole, such as a sort without an index, a report that may be too large
/// is read in one go at once: a try that breaks off would cost as much as the read itself.
@Component
class BuildWhole {

    /// An estimate so many times over the limit is believed; one below is tried.
    private static final long FAR_TOO_MANY = 3;

    private final Builds builds;
    private final Streams streams;
    private final Catalogue catalogue;
    private final Rows rows;
    private final Bucket bucket;
    private final Leftovers leftovers;
    private final Covers covers;
    private final BuildSettings settings;

    BuildWhole(
            Builds builds,
            Streams streams,
            Catalogue catalogue,
            Rows rows,
            Bucket bucket,
            Leftovers leftovers,
            Covers covers,
            BuildSettings settings) {
        this.builds = builds;
        this.streams = streams;
        this.catalogue = catalogue;
        this.rows = rows;
        this.bucket = bucket;
        this.leftovers = leftovers;
        this.covers = covers;
        this.settings = settings;
    }

    void run(Work work) {
        Report report = builds.begin(work);
        FileOf file = FileOf.request(report.request(catalogue));
        Outlook outlook = rows.outlook(file.request(), settings.partRows(file.request()));
        if (!outlook.ranged() && outlook.mayExceed(settings.partRows(file.request()))) {
            streams.later(work);
        } else if (outlook.mayExceed(FAR_TOO_MANY * settings.partRows(file.request()))) {
            builds.planLater(work);
        } else {
            write(work, report, file);
        }
    }

    /// The same without asking how large it may be.
    void write(Work work, Report report, FileOf file) {
        String key = ObjectKeys.file(report.id(), work, file.format().extension());
        try (Upload upload = bucket.upload(key, file.format().mediaType());
                WholeFile whole = new WholeFile(file, upload)) {
            var tally = new Tally(file.request(), whole);
            Sent sent = rows.all(
                    file.request(),
                    settings.partRows(file.request()),
                    file.request().facets().isEmpty() ? tally : whole,
                    file.request().facets(),
                    (asOf, facets) -> whole.tell(covers.of(report, file.request(), asOf, facets)));
            Segment segment = whole.finish();
            StoredObject stored = upload.finish();
            Incomplete.check("Rows of report " + report.id(), sent.rows(), segment.rows());
            Incomplete.check(
                    "Bytes of report " + report.id(),
                    stored.size(),
                    bucket.size(key).orElse(0L));
            ObjectNode manifest = Manifest.of(report, file).whole(sent.asOf(), stored, segment);
            leftovers.unlessLost(key, () -> {
                builds.completed(
                        work,
                        new StoredFile(key, stored.size(), segment.rows()),
                        sent.rows(),
                        manifest,
                        Charting.of(whole.file(), tally));
                return true;
            });
        } catch (TooManyRows e) {
            builds.planLater(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
