package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import dev.sheaf.storage.MultipartPlan.Copied;
import dev.sheaf.storage.MultipartPlan.Kept;
import dev.sheaf.storage.MultipartPlan.Range;
import dev.sheaf.storage.MultipartPlan.Size;
import dev.sheaf.storage.MultipartPlan.Step;
import dev.sheaf.storage.MultipartPlan.Uploaded;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/// One object made out of pieces: by the server's own copies where it is large, by writing it where it is small.
///
/// Four copies run at a time; what must pass through this process does so one group after another, so that at most
/// about 16 MiB beside the caller's own bytes are held. A failure leaves nothing behind but an upload that was open
/// before.
final class Assembly {

    private static final long SMALL = 16L << 20;
    private static final int COPIES_AT_A_TIME = 4;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String contentType;
    private final List<Piece> pieces;
    private final long size;

    Assembly(S3Client s3, String bucket, String key, String contentType, List<Piece> pieces) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
        this.pieces = List.copyOf(pieces);
        this.size = this.pieces.stream().mapToLong(Piece::size).reduce(0, Math::addExact);
    }

    StoredObject run() {
        StoredObject stored = size < SMALL ? write() : join();
        measure(key);
        return stored;
    }

    /// Completes an open upload by pieces of which some are parts of it. Where these leave no place for something short
    /// between them, or all is small, its parts become an object by themselves, and this one is made out of that.
    StoredObject complete(OpenUpload open) {
        var multipart = new Multipart(s3, bucket, open.key(), open.id());
        Optional<List<Step>> steps = size < SMALL ? Optional.empty() : steps();
        if (steps.isEmpty()) {
            return outOf(multipart).run();
        }
        String etag = completed(multipart, size, () -> parts(multipart, steps.get()));
        measure(open.key());
        return new StoredObject(open.key(), size, null, null, etag);
    }

    /// The same pieces, but for those that were sent: they lie in an object.
    private Assembly outOf(Multipart multipart) {
        List<UploadedPart> sent = pieces.stream()
                .filter(Piece.Sent.class::isInstance)
                .flatMap(piece -> ((Piece.Sent) piece).parts().stream())
                .toList();
        long length = sent.stream().mapToLong(UploadedPart::size).sum();
        String etag = completed(multipart, length, () -> sent);
        var copies = new ArrayList<Piece>(pieces.size());
        long from = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Sent) {
                copies.add(new Piece.Copy(multipart.key(), piece.size(), etag, from, length));
                from += piece.size();
            } else {
                copies.add(piece);
            }
        }
        return new Assembly(s3, bucket, key, contentType, copies);
    }

    /// The ETag of what `multipart` becomes, which somebody may have completed who died before he could say so.
    private static String completed(Multipart multipart, long size, Supplier<List<UploadedPart>> parts) {
        Optional<String> before = multipart.completed(size);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return multipart.complete(parts.get(), size);
        } catch (StorageFailure e) {
            if (!e.partsLost()) {
                throw e;
            }
            return multipart.completed(size).orElseThrow(() -> e);
        }
    }

    private void measure(String key) {
        long actual = guard(
                        "measure",
                        key,
                        () -> s3.headObject(head -> head.bucket(bucket).key(key)))
                .contentLength();
        if (actual != size) {
            guard(
                    "take back",
                    key,
                    () -> s3.deleteObject(delete -> delete.bucket(bucket).key(key)));
            throw new StorageFailure(
                    "\"" + key + "\" was assembled with " + actual + " bytes, but its pieces have " + size + ".",
                    false);
        }
    }

    private StoredObject write() {
        var whole = new ArrayList<Range>();
        for (int i = 0; i < pieces.size(); i++) {
            whole.add(new Range(i, 0, pieces.get(i).size()));
        }
        List<Chunk> bytes = bytes(whole);
        MessageDigest sha256 = Digests.sha256();
        bytes.forEach(part -> sha256.update(part.array()));
        String etag = guard(
                        "write",
                        key,
                        () -> s3.putObject(
                                put -> put.bucket(bucket).key(key).contentType(contentType), Chunk.body(bytes)))
                .eTag();
        return new StoredObject(key, size, HexFormat.of().formatHex(sha256.digest()), null, etag);
    }

    private StoredObject join() {
        List<Step> steps = steps().orElseThrow();
        Multipart multipart = Multipart.begin(s3, bucket, key, contentType);
        try {
            return new StoredObject(key, size, null, null, multipart.complete(parts(multipart, steps), size));
        } catch (RuntimeException e) {
            multipart.abort();
            throw e;
        }
    }

    private Optional<List<Step>> steps() {
        return MultipartPlan.steps(pieces.stream().map(Size::of).toList());
    }

    private List<UploadedPart> parts(Multipart multipart, List<Step> steps) {
        ExecutorService copiers = Executors.newFixedThreadPool(
                COPIES_AT_A_TIME, Thread.ofVirtual().name("copy-", 0).factory());
        // Closing waits for the running ones: a part that arrives after the abort would stay in the bucket.
        try (copiers) {
            var copies = new ArrayList<CompletableFuture<UploadedPart>>();
            var uploads = new TreeMap<Integer, List<Range>>();
            var parts = new ArrayList<UploadedPart>(steps.size());
            int number = 0;
            for (Step step : steps) {
                number = MultipartPlan.number(step, number);
                int here = number;
                switch (step) {
                    case Copied(Range range) ->
                        copies.add(CompletableFuture.supplyAsync(
                                () -> multipart.copy(here, (Piece.Copy) pieces.get(range.piece()), range), copiers));
                    case Uploaded(List<Range> ranges) -> uploads.put(number, ranges);
                    case Kept(UploadedPart part) -> parts.add(part);
                }
            }
            try {
                uploads.forEach((at, ranges) -> parts.add(multipart.upload(at, Chunk.body(bytes(ranges)))));
                for (CompletableFuture<UploadedPart> copy : copies) {
                    parts.add(copy.get());
                }
            } catch (InterruptedException e) {
                copiers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new StorageFailure("Joining \"" + key + "\" was interrupted.", true);
            } catch (ExecutionException e) {
                copiers.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (RuntimeException e) {
                copiers.shutdownNow();
                throw e;
            }
            parts.sort(Comparator.comparingInt(UploadedPart::number));
            return parts;
        }
    }

    /// Downloads what is in the bucket.
    private List<Chunk> bytes(List<Range> ranges) {
        return ranges.stream()
                .filter(range -> range.length() > 0)
                .map(range -> new Chunk(bytes(range)))
                .toList();
    }

    private byte[] bytes(Range range) {
        return switch (pieces.get(range.piece())) {
            case Piece.Bytes(byte[] bytes) -> bytes;
            case Piece.Copy source -> download(source, range);
            case Piece.Sent _ -> throw new IllegalStateException("parts of an open upload cannot be read");
        };
    }

    private byte[] download(Piece.Copy source, Range range) {
        var get = GetObjectRequest.builder().bucket(bucket).key(source.key()).range(source.bytes(range));
        if (source.etag() != null) {
            get.ifMatch(source.etag());
        }
        byte[] bytes = guard("read", source.key(), () -> s3.getObjectAsBytes(get.build()))
                .asByteArrayUnsafe();
        if (bytes.length != range.length()) {
            throw new StorageFailure(
                    "\"" + source.key() + "\" gave " + bytes.length + " bytes instead of " + range.length() + ".",
                    false);
        }
        return bytes;
    }
}
