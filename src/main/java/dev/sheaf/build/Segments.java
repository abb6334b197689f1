package dev.sheaf.build;

import dev.sheaf.format.Crc32;
import dev.sheaf.format.Segment;
import dev.sheaf.format.SegmentWriter;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.report.SegmentFacts.FilePart;
import dev.sheaf.report.SegmentFacts.Place;
import dev.sheaf.report.Work;
import dev.sheaf.rows.RowSink;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Slot;
import dev.sheaf.storage.StorageFailure;
import dev.sheaf.storage.StoredObject;
import dev.sheaf.storage.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The segments of reports: stored while they are written, and removed once nobody needs them any more.
@Component
class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private static final byte[] NOTHING = {};

    private final Bucket bucket;

    Segments(Bucket bucket) {
        this.bucket = bucket;
    }

    /// Hands rows to a sink; how many were handed to it.
    @FunctionalInterface
    interface Reading {
        long into(RowSink sink) throws IOException;
    }

    /// Writes what `reading` gives as the segment of that number, whose first row has that place in its sheet, and
    /// stores it under `key`. The first has the file's head in front, so that the store takes both as one.
    SegmentFacts store(String key, FileOf file, List<Integer> widths, int number, long firstRow, Reading reading) {
        return store(key, file, widths, number, firstRow, reading, Optional::empty);
    }

    /// The same, but a longer one becomes parts of the file's upload, if `slot` finds a place for it there.
    SegmentFacts store(
            String key,
            FileOf file,
            List<Integer> widths,
            int number,
            long firstRow,
            Reading reading,
            Supplier<Optional<Slot>> slot) {
        byte[] head = number == 1 ? file.head(widths) : NOTHING;
        try (Upload upload = bucket.upload(key, "application/octet-stream", slot);
                SegmentWriter writer = file.format().segment(file.layout(widths), firstRow, upload)) {
            upload.write(head);
            long read = reading.into(writer::row);
            Segment segment = writer.finish();
            StoredObject stored = upload.finish();
            Incomplete.check("Rows written of " + key, read, segment.rows());
            Incomplete.check("Bytes of " + key, head.length + segment.storedBytes(), stored.size());
            return new SegmentFacts(
                    place(stored),
                    segment.rows(),
                    segment.rawBytes(),
                    segment.storedBytes(),
                    Integer.toUnsignedLong(segment.crc32()),
                    Objects.requireNonNull(stored.crc32()),
                    Objects.requireNonNull(stored.sha256()),
                    segment.altered(),
                    number == 1 ? Integer.toUnsignedLong(Crc32.of(head)) : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Place place(StoredObject stored) {
        String etag = stored.etag();
        return etag == null
                ? new Place.InFile(stored.parts().stream()
                        .map(part -> new FilePart(part.number(), part.size(), part.etag()))
                        .toList())
                : new Place.Apart(stored.key(), etag);
    }

    /// Removes those written under `work`'s lease or an earlier one, also by workers that were given up. What
    /// cannot be removed now is only garbage.
    ///
    /// Whoever is late here may meet the segments of the next plan, whose leases are later.
    void remove(ReportId report, Work work) {
        try {
            try (Stream<String> keys = bucket.keys(ObjectKeys.segments(report))) {
                bucket.delete(keys.filter(key -> ObjectKeys.lease(key)
                                .filter(lease -> lease <= work.lease())
                                .isPresent())
                        .toList());
            }
        } catch (StorageFailure e) {
            LOG.warn("The segments of report {} are left over: {}", report, e.getMessage());
        }
    }
}
