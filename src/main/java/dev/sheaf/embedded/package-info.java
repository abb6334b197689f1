/// The servers of the one-machine default: a PostgreSQL beside the process and an S3 server inside it.
///
/// `EmbeddedInitializer` decides, before any bean exists, which of the two is needed, and tells the rest of Sheaf
/// by ordinary settings where it is. Only the commands call this module: `Database` tells a process beside the
/// server the same. Everything lies in one `DataFolder`
/// (`sheaf.data`), which survives restarts and belongs to one process at a time.
@NullMarked
package dev.sheaf.embedded;

import org.jspecify.annotations.NullMarked;
