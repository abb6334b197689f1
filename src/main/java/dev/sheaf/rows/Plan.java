package dev.sheaf.rows;

import java.util.List;

/// How the rows of a report are cut: disjoint parts in order that leave none out. Never empty.
public record Plan(List<PartPlan> parts) {

    public Plan {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A plan has at least one part");
        }
    }

    public long rows() {
        return parts.stream().mapToLong(PartPlan::rows).sum();
    }

    public int sheets() {
        return parts.getLast().sheet();
    }
}
