package dev.sheaf.rows;

/// One part: its number and sheet, both from 1, the place of its first row in that sheet, from 0, and its rows.
public record PartPlan(int number, int sheet, long firstRow, long rows, Range range) {}
