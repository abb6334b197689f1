/// What can be asked for: report types, read from files, and the check that turns a caller's body into a canonical
/// request.
///
/// Enter at [dev.sheaf.catalogue.Catalogue]. It answers a body with either every violation or one
/// [dev.sheaf.catalogue.ReportRequest], whose parameters have one form for one meaning. SQL stands in the type
/// files only, which operators write; what callers send becomes values, never text of a statement.
@NullMarked
package dev.sheaf.catalogue;

import org.jspecify.annotations.NullMarked;
