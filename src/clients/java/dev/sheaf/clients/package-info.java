/// Clients generated from `openapi.yaml`, tried with `-Pclients`.
@NullMarked
package dev.sheaf.clients;

import org.jspecify.annotations.NullMarked;
