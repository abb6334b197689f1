package dev.sheaf.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

/// What [EncoderBenchmark] measures: one way of making bytes out of the same rows.
public enum Encoding {
    XLSX_CRC("CRC-32 of the XML alone"),
    XLSX_XML("XML + CRC-32"),
    XLSX_OURS("**XML + CRC-32 + our deflate**"),
    XLSX_ZLIB_1("XML + CRC-32 + zlib level 1"),
    XLSX_ZLIB_1_ALONE("zlib level 1 on the XML alone"),
    XLSX_ZLIB_4("XML + CRC-32 + zlib level 4"),
    XLSX_ZLIB_6("XML + CRC-32 + zlib level 6"),
    CSV("CSV + CRC-32"),
    CSV_OURS("**CSV + CRC-32 + our deflate**"),
    CSV_ZLIB_1("CSV + CRC-32 + zlib level 1"),
    CSV_ZLIB_1_ALONE("zlib level 1 on the CSV alone"),
    CSV_ZLIB_4("CSV + CRC-32 + zlib level 4"),
    CSV_ZLIB_6("CSV + CRC-32 + zlib level 6");

    /// As [Output] hands its bytes over.
    private static final int PIECE = 128 * 1024;

    /// The columns of `bench/clicks.sql`.
    private static final Layout LAYOUT = layout(
            "id:INTEGER clicked_at:TIMESTAMP advertiser:TEXT advertiser_id:INTEGER network:TEXT publisher:TEXT deal:TEXT"
                    + " sub_id:TEXT country:COUNTRY region:TEXT device:TEXT os:TEXT browser:TEXT referrer:URL"
                    + " landing_url:URL ip_prefix:TEXT user_agent:TEXT converted:BOOLEAN commission_amount:MONEY"
                    + " currency:TEXT");

    private static final OutputStream UNUSED = OutputStream.nullOutputStream();

    private final String label;

    Encoding(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean xlsx() {
        return name().startsWith("XLSX");
    }

    public Encoding like(String suffix) {
        return valueOf((xlsx() ? "XLSX_" : "CSV_") + suffix);
    }

    public static int columns() {
        return LAYOUT.columns().size();
    }

    /// Makes the segment out of `rows`, or works on its `raw` bytes where that alone is measured.
    public Segment run(List<byte[]> rows, byte[] raw, OutputStream out) throws IOException {
        return switch (this) {
            case XLSX_CRC -> crc(raw);
            case XLSX_XML -> xlsx(rows, new Verbatim(out));
            case XLSX_OURS -> segment(rows, FileFormat.xlsx().segment(LAYOUT, 0, out));
            case XLSX_ZLIB_1 -> xlsx(rows, new JdkDeflate(out, 1));
            case XLSX_ZLIB_4 -> xlsx(rows, new JdkDeflate(out, 4));
            case XLSX_ZLIB_6 -> xlsx(rows, new JdkDeflate(out, 6));
            case XLSX_ZLIB_1_ALONE, CSV_ZLIB_1_ALONE -> alone(raw, new JdkDeflate(out, 1));
            case CSV -> csv(rows, new Verbatim(out));
            case CSV_OURS -> segment(rows, FileFormat.csvGzip().segment(LAYOUT, 0, out));
            case CSV_ZLIB_1 -> csv(rows, new JdkDeflate(out, 1));
            case CSV_ZLIB_4 -> csv(rows, new JdkDeflate(out, 4));
            case CSV_ZLIB_6 -> csv(rows, new JdkDeflate(out, 6));
        };
    }

    private static Segment xlsx(List<byte[]> rows, Deflate deflate) throws IOException {
        Function<OutputStream, Deflate> given = _ -> deflate;
        return segment(rows, new XlsxFormat(1_000_000, given).segment(LAYOUT, 0, UNUSED));
    }

    private static Segment csv(List<byte[]> rows, Deflate deflate) throws IOException {
        return segment(rows, new CsvSegmentWriter(LAYOUT.columns(), LAYOUT.formulaGuard(), deflate));
    }

    private static Segment segment(List<byte[]> rows, SegmentWriter writer) throws IOException {
        try (writer) {
            for (byte[] row : rows) {
                writer.row(row, 0, row.length);
            }
            return writer.finish();
        }
    }

    private static Segment alone(byte[] raw, Deflate deflate) throws IOException {
        try (deflate) {
            for (int at = 0; at < raw.length; at += PIECE) {
                deflate.write(raw, at, Math.min(at + PIECE, raw.length));
            }
            return new Segment(0, raw.length, deflate.end(false), 0, List.of());
        }
    }

    private static Segment crc(byte[] raw) {
        var crc = new CRC32();
        for (int at = 0; at < raw.length; at += PIECE) {
            crc.update(raw, at, Math.min(PIECE, raw.length - at));
        }
        return new Segment(0, raw.length, 0, (int) crc.getValue(), List.of());
    }

    private static Layout layout(String columns) {
        var all = new ArrayList<Column>();
        for (String column : columns.split(" ", -1)) {
            String[] parts = column.split(":", 2);
            all.add(new Column(parts[0], ValueType.valueOf(parts[1]), 2));
        }
        return new Layout("Clicks", all, all.stream().map(_ -> 20).toList(), true, false);
    }
}
