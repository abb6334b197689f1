/// What tests stand on: a real server with its database and bucket, a client that holds every answer to
/// `openapi.yaml`, and readers of the finished files that are not ours.
@NullMarked
package dev.sheaf.testing;

import org.jspecify.annotations.NullMarked;
