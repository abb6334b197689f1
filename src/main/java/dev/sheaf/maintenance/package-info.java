/// What keeps the store tidy: files whose time is over and uploads that were left unfinished are removed, from a bucket
/// that is this installation's own.
///
/// It registers recurring work with the queue, which runs it on one node at a time.
@NullMarked
package dev.sheaf.maintenance;

import org.jspecify.annotations.NullMarked;
