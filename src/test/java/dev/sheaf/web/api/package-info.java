@NullMarked
package dev.sheaf.web.api;

import org.jspecify.annotations.NullMarked;
