/// The exports API under `/api/v1`, as `openapi.yaml` describes it.
@NullMarked
package dev.sheaf.web.api;

import org.jspecify.annotations.NullMarked;
