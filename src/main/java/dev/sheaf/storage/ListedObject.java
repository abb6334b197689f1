package dev.sheaf.storage;

import java.time.Instant;

/// An object as the bucket's listing shows it.
///
/// @param size in bytes
/// @param modified when it was written, by the server's clock
public record ListedObject(String key, long size, Instant modified) {}
