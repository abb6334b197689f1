/// Tests of the two formats: whatever is written is read back by readers that are not ours.
@NullMarked
package dev.sheaf.format;

import org.jspecify.annotations.NullMarked;
