/// `bin/bench encode`: the file encoder alone, without database and storage.
@NullMarked
package dev.sheaf.bench.encode;

import org.jspecify.annotations.NullMarked;
