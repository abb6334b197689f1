package dev.sheaf.web.api;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// How many parts of a report are ready, of how many.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Progress(int partsReady, int totalParts) {}
