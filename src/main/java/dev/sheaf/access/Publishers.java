package dev.sheaf.access;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A set of publishers: all there are now and will be, or exactly these.
///
/// An empty [Only] is a set too: it holds nobody.
public sealed interface Publishers {

    record All() implements Publishers {}

    record Only(SortedSet<Long> ids) implements Publishers {
        public Only {
            ids = Collections.unmodifiableSortedSet(new TreeSet<>(ids));
        }
    }

    static Publishers all() {
        return new All();
    }

    static Publishers only(Collection<Long> ids) {
        return new Only(new TreeSet<>(ids));
    }

    default boolean contains(Publishers other) {
        return switch (this) {
            case All _ -> true;
            case Only mine -> other instanceof Only theirs && mine.ids.containsAll(theirs.ids);
        };
    }

    default Publishers intersect(Publishers other) {
        return switch (this) {
            case All _ -> other;
            case Only mine -> {
                if (!(other instanceof Only theirs)) {
                    yield this;
                }
                var both = new TreeSet<>(mine.ids);
                both.retainAll(theirs.ids);
                yield new Only(both);
            }
        };
    }
}
