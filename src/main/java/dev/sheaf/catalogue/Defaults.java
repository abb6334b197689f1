package dev.sheaf.catalogue;

import java.time.ZoneId;

/// The options of a type that stand for those that a caller leaves out.
public record Defaults(ZoneId zone, boolean formulaGuard, boolean byteOrderMark) {}
