package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The pages of a listing, each requested when it is reached.
final class Pages {

    private Pages() {}

    static <P> Stream<P> of(String prefix, Iterable<P> pages) {
        Iterable<P> guarded = () -> guarded(prefix, pages.iterator());
        return StreamSupport.stream(guarded.spliterator(), false);
    }

    private static <P> Iterator<P> guarded(String prefix, Iterator<P> pages) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pages.hasNext();
            }

            @Override
            public P next() {
                return guard("list", prefix, pages::next);
            }
        };
    }
}
