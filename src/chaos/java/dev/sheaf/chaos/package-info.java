/// Servers under random faults for minutes, and what must be true of them afterwards. Enter at
/// [dev.sheaf.chaos.Chaos].
@NullMarked
package dev.sheaf.chaos;

import org.jspecify.annotations.NullMarked;
