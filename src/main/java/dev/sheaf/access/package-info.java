/// Who calls, and what they may see: users, memberships, API keys, and the policy that turns them into scopes.
///
/// Enter at [dev.sheaf.access.Callers], which makes a [dev.sheaf.access.Caller] out of an API key. A caller has
/// two scopes: [dev.sheaf.access.RowScope] bounds the rows inside a file, [dev.sheaf.access.ReportScope] the
/// reports that are told to exist. Everything else asks these two; nothing else looks at roles.
@NullMarked
package dev.sheaf.access;

import org.jspecify.annotations.NullMarked;
