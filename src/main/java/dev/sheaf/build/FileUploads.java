package dev.sheaf.build;

import dev.sheaf.report.FileUpload;
import dev.sheaf.report.LeaseLost;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.Parts;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.UploadShare;
import dev.sheaf.report.Work;
import dev.sheaf.rows.PartPlan;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.OpenUpload;
import dev.sheaf.storage.PartNumbers;
import dev.sheaf.storage.Slot;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The uploads that large files are written into by those who read their parts, so that nothing is copied in the end.
///
/// Each part of a report has numbers of its own in the upload, and only who reads it first may use them: a worker that
/// was given up may go on writing under them, and harms nobody. Whoever reads the part again stores an object apart.
@Component
class FileUploads {

    private final Parts parts;
    private final Bucket bucket;

    FileUploads(Parts parts, Bucket bucket) {
        this.parts = parts;
        this.bucket = bucket;
    }

    /// A place for the segment of the part that `work` is on. None for one that begins a further sheet: the end of the
    /// sheet before has to come in front of it, and is short.
    Optional<Slot> slot(Work work, ReportId parent, PartPlan part, FileOf file) {
        if (part.sheet() > 1 && part.firstRow() == 0) {
            return Optional.empty();
        }
        UploadShare share = parts.takeShare(work);
        Optional<PartNumbers> numbers =
                share.first() ? PartNumbers.share(part.number(), share.parts()) : Optional.empty();
        return numbers.map(own -> {
            FileUpload upload = share.upload() == null ? begin(work, parent, file) : share.upload();
            return new Slot(open(upload), own);
        });
    }

    static OpenUpload open(FileUpload upload) {
        return new OpenUpload(upload.key(), upload.id());
    }

    /// Several parts may do so at once; one of their uploads counts.
    private FileUpload begin(Work work, ReportId parent, FileOf file) {
        OpenUpload mine = bucket.begin(
                ObjectKeys.file(parent, work, file.format().extension()),
                file.format().mediaType());
        FileUpload agreed;
        try {
            agreed = parts.agree(work, new FileUpload(mine.key(), mine.id()));
        } catch (LeaseLost e) {
            bucket.abort(mine);
            throw e;
        }
        // Where it is not known whether one counts, it is left to the sweep.
        if (!open(agreed).equals(mine)) {
            bucket.abort(mine);
        }
        return agreed;
    }
}
