package dev.sheaf.report;

import dev.sheaf.report.SegmentFacts.FilePart;
import dev.sheaf.rows.Boundary;
import dev.sheaf.rows.PartPlan;
import dev.sheaf.rows.Plan;
import dev.sheaf.rows.Range;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The plans and parts of large reports, as they are recorded.
@Component
public class Parts {

    private static final String PART = """
            select p.*, pl.snapshot, pl.as_of, pl.widths
            from sheaf.parts p join sheaf.plans pl on pl.report_id = p.parent_id
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    Parts(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /// Records the plan of `parent`, and of each part the place that the child of the same rank has in it.
    void insert(ReportId parent, Plan plan, String snapshot, Instant asOf, List<Integer> widths, List<Long> children) {
        jdbc.sql("""
                insert into sheaf.plans (report_id, snapshot, as_of, widths, sheets)
                values (:report, :snapshot, :asOf, :widths, :sheets)
                """)
                .param("report", parent.value())
                .param("snapshot", snapshot)
                .param("asOf", asOf.atOffset(ZoneOffset.UTC))
                .param("widths", widths.toArray(Integer[]::new))
                .param("sheets", plan.sheets())
                .update();
        template.batchUpdate("""
                insert into sheaf.parts (report_id, parent_id, number, sheet, first_row, rows, starts_at, ends_before,
                                         sorted)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, plan.parts(), 100, (insert, part) -> {
            Range range = Objects.requireNonNull(part.range());
            insert.setLong(1, children.get(part.number() - 1));
            insert.setLong(2, parent.value());
            insert.setInt(3, part.number());
            insert.setInt(4, part.sheet());
            insert.setLong(5, part.firstRow());
            insert.setLong(6, part.rows());
            insert.setArray(7, insert.getConnection().createArrayOf("text", array(range.from())));
            Boundary before = range.before();
            insert.setArray(8, before == null ? null : insert.getConnection().createArrayOf("text", array(before)));
            insert.setBoolean(9, range.sorted());
        });
    }

    /// Records that `parent` is read in one go. Its sheets are counted when it has been.
    void insertStreamed(ReportId parent, List<Integer> widths) {
        jdbc.sql("insert into sheaf.plans (report_id, kind, widths, sheets) values (:report, 'streamed', :widths, 1)")
                .param("report", parent.value())
                .param("widths", widths.toArray(Integer[]::new))
                .update();
    }

    /// Records one part of a streamed plan, which `id` is the child for.
    void insert(ReportId id, ReportId parent, PartPlan part) {
        jdbc.sql("""
                insert into sheaf.parts (report_id, parent_id, number, sheet, first_row, rows)
                values (:id, :parent, :number, :sheet, :first, :rows)
                """)
                .param("id", id.value())
                .param("parent", parent.value())
                .param("number", part.number())
                .param("sheet", part.sheet())
                .param("first", part.firstRow())
                .param("rows", part.rows())
                .update();
    }

    /// The part that `work` is on; [LeaseLost] if its plan was given up.
    public PlannedPart of(Work work) {
        return jdbc.sql(PART + " where p.report_id = :id")
                .param("id", work.report().value())
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> new LeaseLost(work));
    }

    /// In the order of the file.
    public List<PlannedPart> of(ReportId parent) {
        return jdbc.sql(PART + " where p.parent_id = :parent order by p.number")
                .param("parent", parent.value())
                .query((row, _) -> read(row))
                .list();
    }

    /// True while some part of the plan of `parent` has still to be read, that is, while its snapshot is needed.
    public boolean areOpen(ReportId parent) {
        return jdbc.sql("""
                select exists (select from sheaf.reports
                               where parent_id = :parent and state in ('pending', 'processing'))
                """)
                .param("parent", parent.value())
                .query(Boolean.class)
                .single();
    }

    /// Notes that the part that `work` is on takes its share of the file's upload; [LeaseLost] if its plan was given
    /// up.
    public UploadShare takeShare(Work work) {
        return jdbc.sql("""
                update sheaf.parts p set shares_taken = shares_taken + 1
                from sheaf.plans pl join sheaf.reports r on r.id = pl.report_id
                where p.report_id = :id and pl.report_id = p.parent_id
                returning r.total_parts, p.shares_taken, pl.file_key, pl.upload_id
                """)
                .param("id", work.report().value())
                .query((row, _) -> new UploadShare(
                        row.getInt("total_parts"),
                        row.getInt("shares_taken") == 1,
                        upload(row).orElse(null)))
                .optional()
                .orElseThrow(() -> new LeaseLost(work));
    }

    /// Makes `begun` the upload of the file, if none has been recorded yet; the one that is. [LeaseLost] if the plan of
    /// the part that `work` is on was given up, or if the lease is over: `begun` may have been thrown away then.
    public FileUpload agree(Work work, FileUpload begun) {
        return jdbc.sql("""
                update sheaf.plans pl
                set file_key = coalesce(pl.file_key, :key), upload_id = coalesce(pl.upload_id, :upload)
                from sheaf.work w join sheaf.parts p on p.report_id = w.report_id
                where w.id = :work and w.lease = :lease and pl.report_id = p.parent_id
                returning pl.file_key, pl.upload_id
                """)
                .param("key", begun.key())
                .param("upload", begun.id())
                .param("work", work.id())
                .param("lease", work.lease())
                .query((row, _) -> upload(row).orElseThrow())
                .optional()
                .orElseThrow(() -> new LeaseLost(work));
    }

    /// The upload that parts of `parent` have been written into, if any have.
    public Optional<FileUpload> upload(ReportId parent) {
        return jdbc.sql("select file_key, upload_id from sheaf.plans where report_id = :parent")
                .param("parent", parent.value())
                .query((row, _) -> upload(row))
                .single();
    }

    private static Optional<FileUpload> upload(ResultSet row) throws SQLException {
        String key = row.getString("file_key");
        return key == null ? Optional.empty() : Optional.of(new FileUpload(key, row.getString("upload_id")));
    }

    void store(ReportId id, SegmentFacts segment) {
        SegmentFacts.Place.Apart apart = segment.place() instanceof SegmentFacts.Place.Apart own ? own : null;
        String parts = segment.place() instanceof SegmentFacts.Place.InFile(List<FilePart> inFile)
                ? JsonMapper.shared().writeValueAsString(inFile)
                : null;
        jdbc.sql("""
                update sheaf.parts
                set segment_key = :key, etag = :etag, file_parts = :fileParts::jsonb, raw_bytes = :raw,
                    stored_bytes = :stored, crc32 = :crc, stored_crc32 = :storedCrc, sha256 = :sha, altered = :altered,
                    head_crc32 = :headCrc
                where report_id = :id
                """)
                .param("key", apart == null ? null : apart.key())
                .param("etag", apart == null ? null : apart.etag())
                .param("fileParts", parts)
                .param("raw", segment.rawBytes())
                .param("stored", segment.storedBytes())
                .param("crc", segment.crc32())
                .param("storedCrc", segment.storedCrc32())
                .param("sha", segment.sha256())
                .param("altered", segment.altered().toArray(Long[]::new))
                .param("headCrc", segment.headCrc32())
                .param("id", id.value())
                .update();
    }

    private static PlannedPart read(ResultSet row) throws SQLException {
        Array from = row.getArray("starts_at");
        Array before = row.getArray("ends_before");
        return new PlannedPart(
                new ReportId(row.getLong("report_id")),
                new PartPlan(
                        row.getInt("number"),
                        row.getInt("sheet"),
                        row.getLong("first_row"),
                        row.getLong("rows"),
                        from == null
                                ? null
                                : new Range(
                                        boundary(from),
                                        before == null ? null : boundary(before),
                                        row.getBoolean("sorted"))),
                row.getString("snapshot"),
                ReportRow.instant(row, "as_of"),
                List.of((Integer[]) row.getArray("widths").getArray()),
                segment(row));
    }

    private static @Nullable SegmentFacts segment(ResultSet row) throws SQLException {
        String key = row.getString("segment_key");
        String inFile = row.getString("file_parts");
        if (key == null && inFile == null) {
            return null;
        }
        return new SegmentFacts(
                key == null
                        ? new SegmentFacts.Place.InFile(
                                List.of(JsonMapper.shared().readValue(inFile, FilePart[].class)))
                        : new SegmentFacts.Place.Apart(key, row.getString("etag")),
                row.getLong("rows"),
                row.getLong("raw_bytes"),
                row.getLong("stored_bytes"),
                row.getLong("crc32"),
                row.getLong("stored_crc32"),
                row.getString("sha256"),
                List.of((Long[]) row.getArray("altered").getArray()),
                row.getObject("head_crc32", Long.class));
    }

    private static @Nullable String[] array(Boundary boundary) {
        return new @Nullable String[] {boundary.sortKey(), boundary.key()};
    }

    private static Boundary boundary(Array array) throws SQLException {
        @Nullable String[] texts = (@Nullable String[]) array.getArray();
        return new Boundary(texts[0], Objects.requireNonNull(texts[1]));
    }
}
