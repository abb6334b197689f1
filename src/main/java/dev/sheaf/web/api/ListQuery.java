package dev.sheaf.web.api;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.ListFilter;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.ReportState;
import dev.sheaf.web.ErrorCode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;

/// The query parameters of the list. An empty one means absent.
record ListQuery(
        @Nullable String limit,
        @Nullable String status,
        @BindParam("report_type") @Nullable String reportType,
        @BindParam("parent_report_id") @Nullable String parentReportId,
        @Nullable String cursor) {

    private static final int DEFAULT_LIMIT = 25;
    private static final int GREATEST_LIMIT = 100;

    ListQuery {
        limit = given(limit);
        status = given(status);
        reportType = given(reportType);
        parentReportId = given(parentReportId);
        cursor = given(cursor);
    }

    ListFilter filter(Catalogue catalogue) {
        return new ListFilter(
                status == null ? null : state(status),
                reportType == null ? null : type(reportType, catalogue),
                parentReportId == null ? null : parent(parentReportId),
                cursor == null ? null : before(cursor),
                null);
    }

    int appliedLimit() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("0*[1-9][0-9]*")) {
            throw refused("limit must be a positive whole number, such as " + DEFAULT_LIMIT + ".");
        }
        return new BigInteger(limit).min(BigInteger.valueOf(GREATEST_LIMIT)).intValue();
    }

    private static ReportState state(String text) {
        return Arrays.stream(ReportState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
                .findAny()
                .orElseThrow(() -> refused("status must be one of pending, processing, completed, failed."));
    }

    private static String type(String name, Catalogue catalogue) {
        if (catalogue.types().find(name).isEmpty()) {
            String known = catalogue.types().all().stream()
                    .map(type -> type.name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw refused("report_type must be one of " + known + ".");
        }
        return name;
    }

    private static ReportId parent(String text) {
        return ReportId.parse(text).orElseThrow(() -> refused("parent_report_id must be the id of a report."));
    }

    private static ReportId before(String text) {
        return Cursor.parse(text)
                .orElseThrow(() -> refused(
                        "cursor must be the meta.next_cursor of an earlier answer. Leave it out to begin anew."));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static ApiException refused(String message) {
        return new ApiException(ErrorCode.BAD_REQUEST, message);
    }
}
