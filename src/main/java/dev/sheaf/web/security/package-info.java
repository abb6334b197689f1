/// Who calls: API keys, request ids, and the filters that stand before every route.
@NullMarked
package dev.sheaf.web.security;

import org.jspecify.annotations.NullMarked;
