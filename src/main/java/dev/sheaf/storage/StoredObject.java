package dev.sheaf.storage;

import org.jspecify.annotations.Nullable;

/// An object that is completely in the bucket.
///
/// @param size in bytes
/// @param sha256 of the bytes, in hexadecimal; null for an object that the server joined out of pieces
/// @param crc32 of the bytes, from 0; null for any object that was made out of pieces
/// @param etag as the server gave it, with its quotes; a digest of the bytes only for objects written in one go
public record StoredObject(
        String key,
        long size,
        @Nullable String sha256,
        @Nullable Long crc32,
        String etag) {

    public StoredObject {
        if (size < 0) {
            throw new IllegalArgumentException("size of " + key + " is negative: " + size);
        }
    }
}
