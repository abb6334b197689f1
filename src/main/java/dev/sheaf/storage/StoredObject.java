package dev.sheaf.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object that is completely in the bucket, or what one writer has written of an upload that is still open.
///
/// @param size in bytes
/// @param sha256 of the bytes, in hexadecimal; null for an object that the server joined out of pieces
/// @param crc32 of the bytes, from 0; null for any object that was made out of pieces
/// @param etag as the server gave it, with its quotes; a digest of the bytes only for objects written in one go; null
/// for parts of an open upload
/// @param parts those of the open upload; empty for an object
public record StoredObject(
        String key,
        long size,
        @Nullable String sha256,
        @Nullable Long crc32,
        @Nullable String etag,
        List<UploadedPart> parts) {

    public StoredObject {
        parts = List.copyOf(parts);
        if (size < 0) {
            throw new IllegalArgumentException("size of " + key + " is negative: " + size);
        }
    }

    StoredObject(String key, long size, @Nullable String sha256, @Nullable Long crc32, String etag) {
        this(key, size, sha256, crc32, etag, List.of());
    }
}
