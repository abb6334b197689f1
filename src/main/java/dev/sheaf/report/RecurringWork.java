package dev.sheaf.report;

import java.time.Duration;

/// Registers, as a bean, work that is done again and again: on one node at a time, `every` so long after it last
/// ended.
public record RecurringWork(String name, Duration every, Runnable action) {}
