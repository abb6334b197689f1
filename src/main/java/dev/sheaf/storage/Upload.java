package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// One object on its way into the bucket; there is nothing to see of it until `finish`.
///
/// An object of up to 5 MiB is written in one request, a longer one in parts of that length, one on its way while the
/// next is filled: so it holds 10 MiB. Beyond 5 GiB the parts double with each further thousand, up to 320 MiB, so
/// that an object may have 1.5 TiB. For one thread at a time. Closing it unfinished leaves nothing behind. Writing
/// throws `StorageFailure`, also for the part before.
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
    private final MessageDigest sha256 = Digests.sha256();
    private final CRC32 crc32 = new CRC32();
    private final List<CompletedPart> parts = new ArrayList<>();
    private int partLength = FIRST_PART;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private @Nullable FutureTask<CompletedPart> sending;
    private @Nullable Thread sender;
    private int buffered;
    private long size;
    private @Nullable Multipart multipart;
    private boolean broken;
    private boolean closed;

    Upload(S3Client s3, String bucket, String key, String contentType, Buffers buffers) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
        this.buffers = buffers;
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
                sendPart();
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

    /// Sends what is buffered when the part before has arrived.
    private void sendPart() {
        broken = true;
        awaitPart();
        int number = parts.size() + 1;
        if (number > MultipartPlan.MOST_PARTS) {
            throw new StorageFailure("\"" + key + "\" is too large for one object: " + size + " bytes.", false);
        }
        // Waited for: an upload whose beginning was cut off would stay in the store, as nobody knows its id.
        Multipart begun =
                multipart == null ? answer(send(() -> Multipart.begin(s3, bucket, key, contentType))) : multipart;
        multipart = begun;
        byte[] full = buffer;
        RequestBody body = body();
        sending = send(() -> {
            CompletedPart part = begun.upload(number, body);
            buffers.giveBack(full);
            return part;
        });
        buffer = NOTHING;
        buffered = 0;
        broken = false;
        partLength = FIRST_PART << Math.min(MOST_DOUBLINGS, number / PARTS_OF_ONE_LENGTH);
    }

    private void awaitPart() {
        FutureTask<CompletedPart> task = sending;
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
            throw e.getCause() instanceof StorageFailure failure
                    ? failure
                    : new IllegalStateException("Writing \"" + key + "\" failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailure("Writing \"" + key + "\" was interrupted.", true);
        }
    }

    private RequestBody body() {
        byte[] bytes = buffer;
        int length = buffered;
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
    }

    /// How many bytes were written so far.
    public long size() {
        return size;
    }

    /// Makes the object visible as a whole. The upload is closed afterwards.
    public StoredObject finish() {
        requireOpen();
        if (multipart != null && buffered > 0) {
            sendPart();
        }
        broken = true;
        awaitPart();
        Multipart begun = multipart;
        String etag = answer(send(begun == null ? this::put : () -> begun.complete(parts, size)));
        if (begun == null) {
            buffers.giveBack(buffer);
        }
        closed = true;
        return new StoredObject(key, size, HexFormat.of().formatHex(sha256.digest()), crc32.getValue(), etag);
    }

    private String put() {
        return guard(
                        "write",
                        key,
                        () -> s3.putObject(put -> put.bucket(bucket).key(key).contentType(contentType), body()))
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
            if (multipart != null) {
                multipart.abort();
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
