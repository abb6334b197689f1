package dev.sheaf.access;

/// The number of a user.
public record UserId(long value) {}
