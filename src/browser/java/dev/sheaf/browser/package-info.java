/// The pages in a real browser: Debian's Chromium, against a running server.
@NullMarked
package dev.sheaf.browser;

import org.jspecify.annotations.NullMarked;
