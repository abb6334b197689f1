package dev.sheaf.storage;

/// A part that has arrived in a multipart upload.
///
/// @param number its place among the parts, which need not follow each other without a gap
/// @param size in bytes
/// @param etag as the server gave it; a completion that names another one is refused
public record UploadedPart(int number, long size, String etag) {}
