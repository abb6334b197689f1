/// What Sheaf does and says at the console besides serving.
@NullMarked
package dev.sheaf.cli;

import org.jspecify.annotations.NullMarked;
