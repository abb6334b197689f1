/// The documentation of the API: a guide, and one page for each operation, made of its description alone.
@NullMarked
package dev.sheaf.web.docs;

import org.jspecify.annotations.NullMarked;
