/// Sheaf turns a question about a database into one complete CSV or Excel file.
///
/// Each package below this one is a module; `docs/architecture.md` has the table of what each is for and which
/// others it may use, and `ModulesTest` holds the code to it.
@NullMarked
package dev.sheaf;

import org.jspecify.annotations.NullMarked;
