package dev.sheaf.storage;

import org.jspecify.annotations.Nullable;

/// What one stretch of an assembled object consists of.
public sealed interface Piece {

    long size();

    /// Bytes from memory.
    // A wrapper for the length of one call, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Piece {

        @Override
        public long size() {
            return bytes.length;
        }
    }

    /// A whole object of the same bucket.
    ///
    /// @param size in bytes, as known from its upload
    /// @param etag if given, the object must still have it, else the assembly fails
    record Copy(String key, long size, @Nullable String etag) implements Piece {

        public Copy {
            if (size < 0) {
                throw new IllegalArgumentException("size of " + key + " is negative: " + size);
            }
        }

        public Copy(String key, long size) {
            this(key, size, null);
        }

        /// The very object that an upload left.
        public static Copy of(StoredObject object) {
            return new Copy(object.key(), object.size(), object.etag());
        }
    }
}
