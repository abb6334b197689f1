package dev.sheaf.access;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Somebody whose key was accepted, with what the policy grants them at this moment.
///
/// `publishers` are those they are a member of in any role, `administered` those they are an admin of.
/// `showingDeals` are those of `publishers` that do not hide their deals. `requestsPerHour` is the least that any of
/// them grants.
public record Caller(
        UserId id,
        String email,
        boolean operator,
        SortedSet<Long> publishers,
        SortedSet<Long> administered,
        SortedSet<Long> showingDeals,
        int requestsPerHour) {

    public Caller {
        publishers = Collections.unmodifiableSortedSet(new TreeSet<>(publishers));
        administered = Collections.unmodifiableSortedSet(new TreeSet<>(administered));
        showingDeals = Collections.unmodifiableSortedSet(new TreeSet<>(showingDeals));
    }

    /// The same person as far as `scopes` allow: without [KeyScope#ADMIN] neither an operator nor an admin.
    public Caller within(Set<KeyScope> scopes) {
        return scopes.contains(KeyScope.ADMIN)
                ? this
                : new Caller(id, email, false, publishers, Collections.emptySortedSet(), showingDeals, requestsPerHour);
    }

    public RowScope rows() {
        return operator
                ? RowScope.EVERYTHING
                : new RowScope(Publishers.only(publishers), Publishers.only(showingDeals));
    }

    /// Over all their publishers: an admin of some is a member here.
    public Standing standing() {
        if (operator) {
            return Standing.OPERATOR;
        }
        return !publishers.isEmpty() && administered.containsAll(publishers) ? Standing.ADMIN : Standing.MEMBER;
    }

    public ReportScope reports() {
        return new ReportScope(id, operator, administered, rows());
    }

    /// Whose turn their work takes in the queue: their publisher's, or their own if they have none or several.
    public String turn() {
        return publishers.size() == 1 && !operator ? "publisher:" + publishers.first() : "user:" + id.value();
    }
}
