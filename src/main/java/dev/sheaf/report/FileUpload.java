package dev.sheaf.report;

/// The upload that a large report's file is written into, part by part, and the object that it becomes.
public record FileUpload(String key, String id) {}
