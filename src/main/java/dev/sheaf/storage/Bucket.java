package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The bucket in which Sheaf keeps its files. Thread safe; one per process.
///
/// Whatever fails throws `StorageFailure`, which says whether trying again makes sense.
public final class Bucket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
    private static final int MOST_KEYS_IN_A_DELETE = 1000;

    private final S3 s3;
    private final S3Client client;
    private final String name;
    private final S3Settings settings;
    private final Links links;
    private final Buffers buffers = new Buffers();

    Bucket(S3 s3, S3Settings settings) {
        this.s3 = s3;
        this.client = s3.client();
        this.name = settings.bucket();
        this.settings = settings;
        this.links = s3.links();
    }

    /// Connects, and proves by a small object that the keys and the bucket are good.
    public static Bucket open(S3Settings settings) {
        S3 s3 = S3.connect(settings);
        try {
            new BucketCheck(s3.client(), settings).run();
        } catch (RuntimeException e) {
            s3.close();
            throw e;
        }
        return new Bucket(s3, settings);
    }

    /// Marks the bucket as that of `installation`. One that another has marked is refused with a sentence that says
    /// how to mend it.
    public void claim(UUID installation) {
        new BucketCheck(client, settings).claim(installation);
    }

    /// Begins an object of yet unknown length. Close it; only `finish` makes it visible.
    public Upload upload(String key, String contentType) {
        return upload(key, contentType, Optional::empty);
    }

    /// The same, but what is longer than 5 MiB goes into the open upload in which `slot` finds it a place, if it finds
    /// one, and becomes visible with that. `slot` is asked at most once, and not on the writing thread.
    public Upload upload(String key, String contentType, Supplier<Optional<Slot>> slot) {
        return new Upload(client, name, key, contentType, buffers, slot);
    }

    /// Begins an upload that several may write parts of, until it is completed or aborted.
    public OpenUpload begin(String key, String contentType) {
        return new OpenUpload(
                key, Multipart.begin(client, name, key, contentType).id());
    }

    /// Throws away what was written; never fails.
    public void abort(OpenUpload upload) {
        new Multipart(client, name, upload.key(), upload.id()).abort();
    }

    /// Makes one object out of pieces, in their order. The pieces stay; the object is visible only when complete.
    ///
    /// At most 10,000 parts come out of it: give pieces of at least 5 MiB where there are many.
    public StoredObject assemble(String key, String contentType, List<Piece> pieces) {
        return new Assembly(client, name, key, contentType, pieces).run();
    }

    /// Completes an open upload by pieces of which some are parts of it, in their order.
    ///
    /// Where these stand too close for something short between them, and for less than 16 MiB, the object
    /// `otherKey` is made instead, and another one stays under the upload's key; the answer says which it is.
    /// Repeating it does no harm. A failure leaves the upload open; if that has lost parts,
    /// [StorageFailure#partsLost] says so.
    public StoredObject complete(OpenUpload upload, String otherKey, String contentType, List<Piece> pieces) {
        return new Assembly(client, name, otherKey, contentType, pieces).complete(upload);
    }

    /// The object's bytes. Close the stream; reading it throws `IOException` when the connection breaks.
    public InputStream read(String key) {
        return guard("read", key, () -> client.getObject(get -> get.bucket(name).key(key)));
    }

    /// The object's length in bytes, if there is such an object.
    public Optional<Long> size(String key) {
        return guard("measure", key, () -> {
            try {
                return Optional.of(
                        client.headObject(head -> head.bucket(name).key(key)).contentLength());
            } catch (S3Exception e) {
                if (e.statusCode() == 404) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /// A link that downloads the object under that file name.
    ///
    /// It lives as long as the settings say, but not longer than `atMost` or the credentials, and says how long.
    /// Empty if that would be less than a second.
    public Optional<Link> link(String key, String filename, String contentType, Duration atMost) {
        Duration usual = settings.linkLifetime();
        return links.sign(key, filename, contentType, atMost.compareTo(usual) < 0 ? atMost : usual);
    }

    /// The keys that begin with the prefix, in the server's order, fetched page by page as the stream is read.
    public Stream<String> keys(String prefix) {
        return list(prefix).map(ListedObject::key);
    }

    /// The objects whose keys begin with the prefix, fetched page by page as the stream is read.
    ///
    /// So it is while reading that `StorageFailure` is thrown.
    public Stream<ListedObject> list(String prefix) {
        return Pages.of(
                        prefix,
                        client.listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix)))
                .flatMap(page -> page.contents().stream())
                .map(object -> new ListedObject(object.key(), object.size(), object.lastModified()));
    }

    /// Deletes the objects, a thousand per request; those that do not exist are no error. What the store
    /// refuses to delete stays, and the others go: the log says how many stay, and why the first of them.
    public void delete(Collection<String> keys) {
        List<S3Error> refused = keys.stream()
                .distinct()
                .gather(Gatherers.windowFixed(MOST_KEYS_IN_A_DELETE))
                .flatMap(this::deleteBatch)
                .toList();
        if (!refused.isEmpty()) {
            S3Error first = refused.getFirst();
            LOG.warn(
                    "Storage refused to delete {} of {} objects; the first is \"{}\": {}, {}",
                    refused.size(),
                    keys.size(),
                    first.key(),
                    first.code(),
                    first.message());
        }
    }

    private Stream<S3Error> deleteBatch(List<String> keys) {
        var objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        return guard(
                        "delete",
                        keys.getFirst(),
                        () -> client.deleteObjects(delete -> delete.bucket(name)
                                .delete(batch -> batch.objects(objects).quiet(true))))
                .errors()
                .stream()
                .filter(error -> !"NoSuchKey".equals(error.code()));
    }

    /// Aborts those of the unfinished uploads under the prefix whose keys `choice` picks; returns how many.
    ///
    /// Their parts take space and are in no listing.
    public int abortUploads(String prefix, UnaryOperator<List<String>> choice) {
        List<MultipartUpload> all = uploads(prefix).toList();
        Set<String> chosen = Set.copyOf(
                choice.apply(all.stream().map(MultipartUpload::key).distinct().toList()));
        return abort(
                all.stream().filter(upload -> chosen.contains(upload.key())).toList());
    }

    private Stream<MultipartUpload> uploads(String prefix) {
        return Pages.of(
                        prefix,
                        client.listMultipartUploadsPaginator(
                                list -> list.bucket(name).prefix(prefix)))
                .flatMap(page -> page.uploads().stream());
    }

    private int abort(List<MultipartUpload> stale) {
        stale.forEach(upload -> new Multipart(client, name, upload.key(), upload.uploadId()).abort());
        return stale.size();
    }

    /// Ends all connections. Uploads and streams that are still open fail.
    @Override
    public void close() {
        s3.close();
    }
}
