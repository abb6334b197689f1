/// Whole reports beside what one would use instead.
@NullMarked
package dev.sheaf.bench.export;

import org.jspecify.annotations.NullMarked;
