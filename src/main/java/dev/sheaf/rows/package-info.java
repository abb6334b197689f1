/// The rows behind a request: its SQL, the snapshot that all its parts read, the plan that cuts it, and the
/// reading itself.
///
/// Enter at [dev.sheaf.rows.Rows]. Rows come as the bytes of PostgreSQL's COPY text format and are handed on as
/// they arrive; nothing here makes an object of a value. Every statement is made in [dev.sheaf.rows.Statement],
/// always under the row scope of the request, but for those of tables that its rows are joined to
/// ([dev.sheaf.rows.Dimension]); every value is quoted by the server in [dev.sheaf.rows.Quoting].
@NullMarked
package dev.sheaf.rows;

import org.jspecify.annotations.NullMarked;
