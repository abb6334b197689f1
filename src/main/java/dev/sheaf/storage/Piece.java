package dev.sheaf.storage;

import java.util.List;
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

    /// A stretch of an object of the same bucket, mostly all of it.
    ///
    /// @param size in bytes
    /// @param etag if given, the object must still have it, else the assembly fails
    /// @param from where in the object it begins
    /// @param objectSize of the whole object, as known from its upload
    record Copy(String key, long size, @Nullable String etag, long from, long objectSize) implements Piece {

        public Copy {
            if (size < 0) {
                throw new IllegalArgumentException("size of " + key + " is negative: " + size);
            }
        }

        public Copy(String key, long size, @Nullable String etag) {
            this(key, size, etag, 0, size);
        }

        public Copy(String key, long size) {
            this(key, size, null);
        }

        /// The very object that an upload left.
        public static Copy of(StoredObject object) {
            return new Copy(object.key(), object.size(), object.etag());
        }

        /// As the header `Range` names a range of this piece.
        String bytes(MultipartPlan.Range range) {
            long start = from + range.from();
            return "bytes=" + start + "-" + (start + range.length() - 1);
        }
    }

    /// Parts that have been written into the open upload which the object is made of, in order.
    record Sent(List<UploadedPart> parts) implements Piece {

        public Sent {
            parts = List.copyOf(parts);
        }

        @Override
        public long size() {
            return parts.stream().mapToLong(UploadedPart::size).sum();
        }
    }
}
