package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// One object on its way into the bucket; there is nothing to see of it until `finish`.
///
/// An object of up to 5 MiB is written in one request, a longer one in parts of that length, one on its way while the
/// next is filled: so it holds 10 MiB. Beyond 5 GiB the parts double with each further thousand, up to 320 MiB, so
/// that an object may have 1.5 TiB. For one thread at a time. Closing it unfinished leaves nothing behind. Writing
/// throws `StorageFailure`, also for the part before.
///
/// A longer one may become parts of an open upload instead. None of these is short: a full buffer is kept back until
/// another is full too, and what is left in the end goes with it. So it holds 15 MiB. Closed unfinished it leaves its
/// parts to whoever ends the open upload.
public final class Upload extends OutputStream {

    static final int FIRST_PART = Buffers.LENGTH;
    private static final int FIRST_BUFFER = 64 << 10;
    private static final byte[] NOTHING = {};
    private static final int MOST_DOUBLINGS = 6;
    private static final int PARTS_OF_ONE_LENGTH = 1000;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String contentType;
    private final Buffers buffers;
    private final Supplier<Optional<Slot>> slot;
    private final MessageDigest sha256 = Digests.sha256();
    private final CRC32 crc32 = new CRC32();
    private final List<UploadedPart> parts = new ArrayList<>();
    private int partLength = FIRST_PART;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private byte[] keptBack = NOTHING;
    private @Nullable FutureTask<UploadedPart> sending;
    private @Nullable Thread sender;
    private int buffered;
    private long size;
    private @Nullable Target target;
    private boolean broken;
    private boolean closed;

    /// Where the parts go, under which numbers, and whether others write there too.
    private record Target(Multipart multipart, PartNumbers numbers, boolean shared) {}

    Upload(S3Client s3, String bucket, String key, String contentType, Buffers buffers, Supplier<Optional<Slot>> slot) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
        this.buffers = buffers;
        this.slot = slot;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        requireOpen();
        sha256.update(bytes, from, length);
        crc32.update(bytes, from, length);
        size += length;
        int at = from;
        int left = length;
        while (left > 0) {
            if (buffered == partLength) {
                passOn();
            } else if (buffered == buffer.length) {
                grow();
            }
            int taken = Math.min(left, buffer.length - buffered);
            System.arraycopy(bytes, at, buffer, buffered, taken);
            buffered += taken;
            at += taken;
            left -= taken;
        }
    }

    private void grow() {
        byte[] larger = partLength == Buffers.LENGTH ? buffers.take() : new byte[partLength];
        System.arraycopy(buffer, 0, larger, 0, buffered);
        buffers.giveBack(buffer);
        buffer = larger;
    }

    /// The buffer is full, and more is to come.
    private void passOn() {
        broken = true;
        Target into = target == null ? answer(send(this::begin)) : target;
        target = into;
        byte[] full = buffer;
        if (into.shared) {
            full = keptBack;
            keptBack = buffer;
        }
        buffer = NOTHING;
        buffered = 0;
        if (full.length > 0) {
            sendPart(into, List.of(new Chunk(full)));
        }
        broken = false;
    }

    /// Waited for: an upload whose beginning was cut off would stay in the store, as nobody knows its id.
    private Target begin() {
        return slot.get()
                .map(found -> new Target(
                        new Multipart(
                                s3, bucket, found.upload().key(), found.upload().id()),
                        found.numbers(),
                        true))
                .orElseGet(() -> new Target(
                        Multipart.begin(s3, bucket, key, contentType),
                        new PartNumbers(1, MultipartPlan.MOST_PARTS),
                        false));
    }

    /// Sends a part when the one before has arrived.
    private void sendPart(Target into, List<Chunk> chunks) {
        awaitPart();
        int number = into.numbers.first() + parts.size();
        if (number > into.numbers.last()) {
            throw new StorageFailure(
                    "\"" + key + "\" is too large for " + parts.size() + " parts: " + size + " bytes.", into.shared);
        }
        RequestBody body = Chunk.body(chunks);
        sending = send(() -> {
            UploadedPart part = into.multipart.upload(number, body);
            chunks.forEach(chunk -> buffers.giveBack(chunk.array()));
            return part;
        });
        if (!into.shared) {
            partLength = FIRST_PART << Math.min(MOST_DOUBLINGS, number / PARTS_OF_ONE_LENGTH);
        }
    }

    private void awaitPart() {
        FutureTask<UploadedPart> task = sending;
        if (task != null) {
            sending = null;
            parts.add(answer(task));
        }
    }

    /// On a virtual thread, whose interrupt ends waiting for the store, whoever waits for it.
    private <T> FutureTask<T> send(Callable<T> request) {
        var task = new FutureTask<>(request);
        sender = Thread.ofVirtual().name("upload").start(task);
        return task;
    }

    private <T> T answer(FutureTask<T> request) {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("Writing \"" + key + "\" failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailure("Writing \"" + key + "\" was interrupted.", true);
        }
    }

    /// How many bytes were written so far.
    public long size() {
        return size;
    }

    /// Makes the object visible as a whole, or leaves that to whoever completes the open upload. The upload is closed
    /// afterwards.
    public StoredObject finish() {
        requireOpen();
        broken = true;
        Target into = target;
        StoredObject stored = into == null ? inOneRequest() : inParts(into);
        closed = true;
        return stored;
    }

    private StoredObject inOneRequest() {
        String etag = answer(send(this::put));
        buffers.giveBack(buffer);
        return stored(key, etag, List.of());
    }

    private StoredObject inParts(Target into) {
        sendPart(into, rest());
        awaitPart();
        return into.shared
                ? stored(into.multipart.key(), null, parts)
                : stored(key, answer(send(() -> into.multipart.complete(parts, size))), List.of());
    }

    private StoredObject stored(String key, @Nullable String etag, List<UploadedPart> parts) {
        return new StoredObject(key, size, HexFormat.of().formatHex(sha256.digest()), crc32.getValue(), etag, parts);
    }

    private List<Chunk> rest() {
        return Stream.of(new Chunk(keptBack), new Chunk(buffer, buffered))
                .filter(chunk -> chunk.length() > 0)
                .toList();
    }

    private String put() {
        return guard(
                        "write",
                        key,
                        () -> s3.putObject(
                                put -> put.bucket(bucket).key(key).contentType(contentType), Chunk.body(rest())))
                .eTag();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the upload of \"" + key + "\" is already closed");
        }
        if (broken) {
            throw new IllegalStateException("the upload of \"" + key + "\" has failed before; begin another");
        }
    }

    /// Without `finish` before, throws the bytes away.
    @Override
    public void close() {
        if (!closed) {
            endRequest();
            if (target != null && !target.shared) {
                target.multipart.abort();
            }
        }
        closed = true;
    }

    /// A part that arrived after its upload was aborted would stay in the store.
    private void endRequest() {
        Thread running = sender;
        if (running == null) {
            return;
        }
        running.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            running.join();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
