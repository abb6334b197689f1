/// The API with many reports stored.
@NullMarked
package dev.sheaf.bench.api;

import org.jspecify.annotations.NullMarked;
