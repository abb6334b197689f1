package dev.sheaf.catalogue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// The time zones that callers may name.
public final class Zones {

    /// Java's own inventions left out: no database knows them.
    public static final SortedSet<String> NAMES;

    static {
        var names = new TreeSet<>(ZoneId.getAvailableZoneIds());
        names.removeIf(name -> name.startsWith("SystemV/"));
        NAMES = Collections.unmodifiableSortedSet(names);
    }

    private Zones() {}

    /// The zone of that name; all names of UTC are one.
    static ZoneId of(String name) {
        ZoneId zone = ZoneId.of(name);
        boolean utc = zone.getRules().isFixedOffset()
                && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
        return utc ? ZoneId.of("UTC") : zone;
    }
}
