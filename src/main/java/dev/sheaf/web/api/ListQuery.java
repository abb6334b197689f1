package dev.sheaf.web.api;

import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.report.ListFilter;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.ReportState;
import dev.sheaf.web.ErrorCode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// The query parameters of the list.
///
/// They come from the query alone: an object that Spring binds takes headers of the same names for parameters too.
record ListQuery(
        @Nullable String limit,
        @Nullable String status,
        @Nullable String reportType,
        @Nullable String parentReportId,
        @Nullable String cursor) {

    private static final int DEFAULT_LIMIT = 25;
    private static final int GREATEST_LIMIT = 100;

    static ListQuery of(MultiValueMap<String, String> query) {
        return new ListQuery(
                given(query, "limit"),
                given(query, "status"),
                given(query, "report_type"),
                given(query, "parent_report_id"),
                given(query, "cursor"));
    }

    ListFilter filter(Catalogue catalogue, Standing standing) {
        return new ListFilter(
                status == null ? null : state(status),
                reportType == null ? null : type(reportType, catalogue.types().offeredTo(standing)),
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

    private static String type(String name, List<ReportType> offered) {
        List<String> names = offered.stream().map(ReportType::name).toList();
        if (!names.contains(name)) {
            throw refused("report_type must be one of " + String.join(", ", names) + ".");
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

    /// An empty one means absent. Several of one name are joined by a comma, which no value has, and so are refused.
    private static @Nullable String given(MultiValueMap<String, String> query, String name) {
        String given = String.join(",", query.getOrDefault(name, List.of()));
        return given.isEmpty() ? null : given;
    }

    private static ApiException refused(String message) {
        return new ApiException(ErrorCode.BAD_REQUEST, message);
    }
}
