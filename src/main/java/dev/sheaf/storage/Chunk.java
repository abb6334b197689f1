package dev.sheaf.storage;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/// The first `length` bytes of an array.
// A wrapper for the length of one request, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Chunk(byte[] array, int length) {

    Chunk(byte[] array) {
        this(array, array.length);
    }

    /// All of them, one after the other. The SDK may read a body several times.
    static RequestBody body(List<Chunk> chunks) {
        return RequestBody.fromContentProvider(
                () -> new SequenceInputStream(Collections.enumeration(chunks.stream()
                        .map(chunk -> new ByteArrayInputStream(chunk.array, 0, chunk.length))
                        .toList())),
                chunks.stream().mapToLong(Chunk::length).sum(),
                "application/octet-stream");
    }
}
