package dev.sheaf.storage;

/// Where in an open upload one writer's parts have their place.
public record Slot(OpenUpload upload, PartNumbers numbers) {}
