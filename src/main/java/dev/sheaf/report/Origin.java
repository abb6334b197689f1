package dev.sheaf.report;

/// Where a call came from: the caller's address, and the id of the request.
public record Origin(String address, String requestId) {}
