package dev.sheaf.rows;

import java.time.Instant;

/// What one read has brought: how many rows the database says it sent, and the moment that they show, by its clock.
public record Sent(long rows, Instant asOf) {}
