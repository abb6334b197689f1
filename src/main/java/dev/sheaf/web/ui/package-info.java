/// The pages for people: sign-in, reports, new report, account. They call the same classes as the API and decide
/// nothing themselves. Words are in `messages/pages.properties`, markup in `templates`.
@NullMarked
package dev.sheaf.web.ui;

import org.jspecify.annotations.NullMarked;
