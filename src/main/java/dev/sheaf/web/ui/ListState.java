package dev.sheaf.web.ui;

import dev.sheaf.access.UserId;
import dev.sheaf.report.ListFilter;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.ReportState;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// The filters in the address of the list. What cannot be understood counts as absent.
public record ListState(
        @Nullable String status,
        @Nullable String type,
        @Nullable String person,
        @Nullable String before) {

    ListFilter filter() {
        return new ListFilter(state(), type == null || type.isEmpty() ? null : type, null, beforeId(), personId());
    }

    private @Nullable ReportId beforeId() {
        return before == null ? null : ReportId.parse(before).orElse(null);
    }

    private @Nullable UserId personId() {
        return person == null || !person.matches("[0-9]{1,18}") ? null : new UserId(Long.parseLong(person));
    }

    private @Nullable ReportState state() {
        return Arrays.stream(ReportState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(status))
                .findAny()
                .orElse(null);
    }

    public boolean filtered() {
        return state() != null || (type != null && !type.isEmpty()) || personId() != null;
    }

    public String path(@Nullable Object before) {
        return path("/reports", before);
    }

    /// Where changes of what is shown are told.
    public String events() {
        ReportId id = beforeId();
        return path("/reports/events", id == null ? null : id.value());
    }

    private String path(String page, @Nullable Object before) {
        var path = UriComponentsBuilder.fromPath(page);
        if (state() != null) {
            path.queryParam("status", status);
        }
        if (type != null && !type.isEmpty()) {
            path.queryParam("type", type);
        }
        if (personId() != null) {
            path.queryParam("person", person);
        }
        if (before != null) {
            path.queryParam("before", before);
        }
        return path.encode().toUriString();
    }
}
