package dev.sheaf.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How pieces become the numbered parts of one multipart upload, under S3's rules.
///
/// Every part but the last has at least 5 MiB, none more than 5 GiB, and there are at most 10,000. What is long
/// enough is copied by the server. What is shorter is downloaded and uploaded again, together with just so many
/// first bytes of what follows as make 5 MiB, or with all of it when the rest could not be copied on its own. What has
/// been written into the upload already keeps its numbers, and nothing short can stand in front of it. Pure arithmetic.
final class MultipartPlan {

    static final long SHORTEST_PART = 5L << 20;
    static final long LONGEST_PART = 5L << 30;
    static final int MOST_PARTS = 10_000;

    /// One part of the upload.
    sealed interface Step {

        long length();
    }

    /// A range that the server copies.
    record Copied(Range range) implements Step {

        @Override
        public long length() {
            return range.length;
        }
    }

    /// Ranges that pass through this process, in order.
    record Uploaded(List<Range> ranges) implements Step {

        public Uploaded {
            ranges = List.copyOf(ranges);
        }

        @Override
        public long length() {
            return ranges.stream().mapToLong(Range::length).sum();
        }
    }

    /// A part that is there.
    record Kept(UploadedPart part) implements Step {

        @Override
        public long length() {
            return part.size();
        }
    }

    /// `length` bytes of the piece with that index, from offset `from`.
    record Range(int piece, long from, long length) {}

    /// What the plan must know of a piece: whether it can be copied, or which parts it is already.
    record Size(long length, boolean copyable, List<UploadedPart> sent) {

        Size(long length, boolean copyable) {
            this(length, copyable, List.of());
        }

        static Size of(Piece piece) {
            return new Size(
                    piece.size(),
                    piece instanceof Piece.Copy,
                    piece instanceof Piece.Sent(List<UploadedPart> parts) ? parts : List.of());
        }
    }

    private final List<Size> pieces;
    private final int lastNonEmpty;
    private final List<Step> steps = new ArrayList<>();
    private final List<Range> pending = new ArrayList<>();
    private long pendingLength;

    private MultipartPlan(List<Size> pieces) {
        this.pieces = pieces;
        int last = pieces.size() - 1;
        while (last >= 0 && pieces.get(last).length() == 0) {
            last--;
        }
        this.lastNonEmpty = last;
    }

    /// Empty if something short stands in front of parts that are there.
    static Optional<List<Step>> steps(List<Size> pieces) {
        var plan = new MultipartPlan(pieces);
        for (int i = 0; i <= plan.lastNonEmpty; i++) {
            plan.add(i);
        }
        plan.closePending();
        if (plan.steps.size() > MOST_PARTS) {
            throw new IllegalArgumentException("%,d pieces would make %,d parts, but S3 allows %,d; make longer pieces"
                    .formatted(pieces.size(), plan.steps.size(), MOST_PARTS));
        }
        return plan.fits() ? Optional.of(List.copyOf(plan.steps)) : Optional.empty();
    }

    /// The number of `step`, if `before` is that of the step before.
    static int number(Step step, int before) {
        return step instanceof Kept(UploadedPart part) ? part.number() : before + 1;
    }

    private boolean fits() {
        int number = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int next = number(step, number);
            boolean tooShort = step.length() < SHORTEST_PART && i < steps.size() - 1;
            if (next <= number || next > MOST_PARTS || tooShort) {
                return false;
            }
            number = next;
        }
        return true;
    }

    private void add(int piece) {
        Size size = pieces.get(piece);
        if (!size.sent().isEmpty()) {
            closePending();
            size.sent().forEach(part -> steps.add(new Kept(part)));
            return;
        }
        long taken = size.copyable() ? toDownload(piece, size.length()) : size.length();
        if (taken > 0) {
            pending.add(new Range(piece, 0, taken));
            pendingLength += taken;
        }
        if (pendingLength >= SHORTEST_PART) {
            closePending();
        }
        copy(piece, taken, size.length() - taken);
    }

    /// How many of a piece's first bytes must join what is pending, so that the rest can be copied.
    ///
    /// The last part may be short, but S3 copies a range only of an object that itself has more than 5 MB.
    private long toDownload(int piece, long length) {
        long missing = pendingLength == 0 ? 0 : SHORTEST_PART - pendingLength;
        boolean restIsLong = length - missing >= SHORTEST_PART;
        boolean restIsLast = piece == lastNonEmpty && (missing == 0 || length > SHORTEST_PART);
        return restIsLong || restIsLast ? missing : length;
    }

    private void closePending() {
        if (!pending.isEmpty()) {
            steps.add(new Uploaded(pending));
            pending.clear();
            pendingLength = 0;
        }
    }

    /// In equal shares, so that none is too short.
    private void copy(int piece, long from, long length) {
        long shares = (length + LONGEST_PART - 1) / LONGEST_PART;
        for (long share = 0; share < shares; share++) {
            long start = length * share / shares;
            long end = length * (share + 1) / shares;
            steps.add(new Copied(new Range(piece, from + start, end - start)));
        }
    }
}
