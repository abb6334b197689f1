package dev.sheaf.storage;

/// A multipart upload that is not completed yet: several may write parts of it, each under numbers of its own.
///
/// @param key the object that it becomes
/// @param id the server's name for it
public record OpenUpload(String key, String id) {}
