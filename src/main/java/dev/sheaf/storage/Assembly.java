package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import dev.sheaf.storage.MultipartPlan.Copied;
import dev.sheaf.storage.MultipartPlan.Range;
import dev.sheaf.storage.MultipartPlan.Size;
import dev.sheaf.storage.MultipartPlan.Step;
import dev.sheaf.storage.MultipartPlan.Uploaded;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/// One object made out of pieces: by the server's own copies where it is large, by writing it where it is small.
///
/// Four copies run at a time; what must pass through this process does so one group after another, so that at most
/// about 16 MiB beside the caller's own bytes are held. A failure leaves nothing behind.
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
        return stored;
    }

    private StoredObject write() {
        var whole = new ArrayList<Range>();
        for (int i = 0; i < pieces.size(); i++) {
            whole.add(new Range(i, 0, pieces.get(i).size()));
        }
        List<byte[]> bytes = bytes(whole);
        MessageDigest sha256 = Digests.sha256();
        bytes.forEach(sha256::update);
        String etag = guard(
                        "write",
                        key,
                        () -> s3.putObject(put -> put.bucket(bucket).key(key).contentType(contentType), body(bytes)))
                .eTag();
        return new StoredObject(key, size, HexFormat.of().formatHex(sha256.digest()), null, etag);
    }

    private StoredObject join() {
        List<Step> steps = MultipartPlan.steps(pieces.stream()
                .map(piece -> new Size(piece.size(), piece instanceof Piece.Copy))
                .toList());
        Multipart multipart = Multipart.begin(s3, bucket, key, contentType);
        try {
            return new StoredObject(key, size, null, null, multipart.complete(parts(multipart, steps), size));
        } catch (RuntimeException e) {
            multipart.abort();
            throw e;
        }
    }

    private List<CompletedPart> parts(Multipart multipart, List<Step> steps) {
        ExecutorService copiers = Executors.newFixedThreadPool(
                COPIES_AT_A_TIME, Thread.ofVirtual().name("copy-", 0).factory());
        // Closing waits for the running ones: a part that arrives after the abort would stay in the bucket.
        try (copiers) {
            var copies = new ArrayList<CompletableFuture<CompletedPart>>();
            var uploads = new ArrayList<Integer>();
            for (int i = 0; i < steps.size(); i++) {
                int number = i + 1;
                switch (steps.get(i)) {
                    case Copied(Range range) ->
                        copies.add(CompletableFuture.supplyAsync(
                                () -> multipart.copy(number, (Piece.Copy) pieces.get(range.piece()), range), copiers));
                    case Uploaded _ -> uploads.add(number);
                }
            }
            var parts = new ArrayList<CompletedPart>(steps.size());
            try {
                for (int number : uploads) {
                    parts.add(multipart.upload(number, body(bytes(((Uploaded) steps.get(number - 1)).ranges()))));
                }
                for (CompletableFuture<CompletedPart> copy : copies) {
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
            parts.sort((a, b) -> Integer.compare(a.partNumber(), b.partNumber()));
            return parts;
        }
    }

    /// The SDK may read the bytes several times.
    private static RequestBody body(List<byte[]> bytes) {
        return RequestBody.fromContentProvider(
                () -> new SequenceInputStream(Collections.enumeration(bytes.stream()
                        .map(part -> (InputStream) new ByteArrayInputStream(part))
                        .toList())),
                bytes.stream().mapToLong(part -> part.length).sum(),
                "application/octet-stream");
    }

    /// Downloads what is in the bucket.
    private List<byte[]> bytes(List<Range> ranges) {
        return ranges.stream()
                .filter(range -> range.length() > 0)
                .map(this::bytes)
                .toList();
    }

    private byte[] bytes(Range range) {
        return switch (pieces.get(range.piece())) {
            case Piece.Bytes(byte[] bytes) -> bytes;
            case Piece.Copy source -> download(source, range);
        };
    }

    private byte[] download(Piece.Copy source, Range range) {
        var get = GetObjectRequest.builder()
                .bucket(bucket)
                .key(source.key())
                .range("bytes=" + range.from() + "-" + (range.from() + range.length() - 1));
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
