package dev.sheaf.web.ui;

/// Nothing here, or nothing that this person may see.
final class PageNotFound extends RuntimeException {}
