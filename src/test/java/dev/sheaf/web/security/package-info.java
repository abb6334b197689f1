@NullMarked
package dev.sheaf.web.security;

import org.jspecify.annotations.NullMarked;
