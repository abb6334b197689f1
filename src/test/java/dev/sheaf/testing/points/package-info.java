/// Points on the way of a build at which a server can be made to die, without a word of it in the product: these
/// classes come into the class path of a server by [dev.sheaf.testing.DoomedServer] alone, found by Spring as an
/// initializer and by the S3 client as an interceptor. They use nothing else of the tests.
@NullMarked
package dev.sheaf.testing.points;

import org.jspecify.annotations.NullMarked;
