package dev.sheaf.report;

import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.Phrase;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.Violation;
import dev.sheaf.rows.RowCount;
import dev.sheaf.rows.Rows;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What requests would come to: rows as the database counts or expects them, bytes and seconds as those reports of the
/// type took that were built last.
@Component
class Estimates {

    /// A count of so many rows takes the database a fraction of a second.
    private static final long COUNTED = 100_000;

    /// Somebody who only wants to know does not wait for longer; then the planner's word has to do.
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private final Rows rows;
    private final PartSize partSize;
    private final JdbcClient jdbc;

    Estimates(Rows rows, PartSize partSize, JdbcClient jdbc) {
        this.rows = rows;
        this.partSize = partSize;
        this.jdbc = jdbc;
    }

    /// Why `request` of somebody of `standing` is too large for its type; empty if it is not, or if the type sets no
    /// limit.
    Optional<Violation> tooLarge(ReportRequest request, Standing standing) {
        Integer most = request.type().maxRows();
        if (most == null) {
            return Optional.empty();
        }
        RowCount count = rows.count(request, most);
        return count.rows() <= most
                ? Optional.empty()
                : Optional.of(new Violation(
                        "search_params",
                        Phrase.of(
                                count.exact() ? "rows" : "rows.about",
                                count.rows(),
                                most,
                                narrower(request, standing))));
    }

    private static Phrase narrower(ReportRequest request, Standing standing) {
        String filters =
                request.type().filtersFor(standing).stream().map(Filter::name).collect(Collectors.joining(", "));
        return filters.isEmpty() ? Phrase.NOTHING : Phrase.of("rows.by", filters);
    }

    Estimate of(ReportRequest request) {
        RowCount count = rows.count(request, COUNTED, LONGEST);
        int partRows = partSize.partRows(request);
        int parts = Math.clamp((count.rows() + partRows - 1) / partRows, 1, Integer.MAX_VALUE);
        Optional<Measured> measured = measured(request, true).or(() -> measured(request, false));
        return new Estimate(
                count.rows(),
                count.exact(),
                parts,
                measured.map(past -> past.share(count.rows(), past.bytes, 0).longValue())
                        .orElse(null),
                measured.map(past -> past.share(count.rows(), past.seconds, 1).doubleValue())
                        .orElse(null),
                measured.map(Measured::reports).orElse(0));
    }

    private record Measured(int reports, long rows, BigDecimal bytes, BigDecimal seconds) {

        /// In proportion to the rows, with the digits that say something.
        BigDecimal share(long expected, BigDecimal total, int scale) {
            return total.multiply(BigDecimal.valueOf(expected))
                    .divide(BigDecimal.valueOf(rows), THREE_DIGITS)
                    .setScale(scale, RoundingMode.HALF_UP);
        }
    }

    /// Of the last reports of the same type and compression, and of the same columns if `alike`.
    private Optional<Measured> measured(ReportRequest request, boolean alike) {
        return jdbc.sql("""
                select count(*) as reports, sum(rows_written) as rows, sum(size_bytes) as bytes,
                       sum(extract(epoch from completed_at - started_at)) as seconds
                from (select rows_written, size_bytes, completed_at, started_at
                      from sheaf.reports
                      where report_type = :type and parent_id is null and state = 'completed' and rows_written > 0
                        and parameters #>> '{options,compression}'
                            is not distinct from :parameters::json #>> '{options,compression}'
                        and (not :alike or (parameters #> '{index_params,columns}')::jsonb
                                           = :parameters::jsonb #> '{index_params,columns}')
                      order by completed_at desc
                      limit 20) as latest
                having count(*) > 0
                """)
                .param("type", request.type().name())
                .param("parameters", request.parameters().toString())
                .param("alike", alike)
                .query((row, _) -> new Measured(
                        row.getInt("reports"),
                        row.getLong("rows"),
                        row.getBigDecimal("bytes"),
                        row.getBigDecimal("seconds")))
                .optional();
    }
}
