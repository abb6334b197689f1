package dev.sheaf.format;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A workbook: each sheet of rows as one DEFLATE stream made of head, segments and tail, then the sheets of its cover,
/// tables, styles, and what tells of other parts, then the directory.
///
/// What stands in front of the rows is the same however many they are and whatever the cover tells. Sizes and checksum
/// of a sheet stand behind it in a data descriptor, so that everything can be streamed.
final class XlsxAssembly implements Assembly {

    /// What is left is for head and tail of a sheet, and for rows that are larger than their neighbours.
    private static final long ROOM_FOR_ROWS = ZipWriter.LIMIT / 16 * 15;

    private final Layout layout;
    private final int sheets;
    private final long rowsPerSheet;
    private final @Nullable Cover cover;
    private final Words words;
    private final AssemblyState state;
    private final ZipWriter zip = new ZipWriter();
    private final List<String> names;
    private final List<FacetPart> facets;
    private final Styles styles;
    private final boolean tables;
    private final long[] rowsOf;
    private final long[] altered;
    /// Bytes of the rows of that segment whose rows are the largest, on average.
    private double largestRow;

    private long raw;
    private long stored;
    private int crc;

    XlsxAssembly(Layout layout, int sheets, long rowsPerSheet, @Nullable Cover cover) {
        this.state = new AssemblyState(sheets);
        this.layout = layout;
        this.sheets = sheets;
        this.rowsPerSheet = rowsPerSheet;
        this.cover = cover;
        words = Words.of(cover);
        names = SheetNames.of(layout.sheetName(), sheets, others());
        styles = new Styles(layout.columns());
        facets = cover == null
                ? List.of()
                : cover.facets().stream()
                        .map(facet -> new FacetPart(facet, styles, layout.formulaGuard(), words))
                        .toList();
        tables = TableParts.fit(layout.columns());
        rowsOf = new long[sheets];
        altered = new long[layout.columns().size()];
    }

    private List<String> others() {
        return cover == null
                ? List.of()
                : Stream.concat(cover.facets().stream().map(FacetSheet::title), Stream.of(words.say("about")))
                        .toList();
    }

    @Override
    public byte[] open() {
        state.open();
        // In this order file(1) knows a workbook by its beginning.
        zip.entry("_rels/.rels", XmlParts.packageRelationships());
        zip.entry("docProps/app.xml", XmlParts.appProperties());
        if (tables) {
            zip.entry(TableParts.relationshipsPath(1), TableParts.relationships(1));
        }
        beginSheet();
        return zip.take();
    }

    @Override
    public byte[] nextSheet() {
        state.nextSheet();
        endSheet(state.sheet() - 1);
        beginSheet();
        return zip.take();
    }

    @Override
    public void add(Segment segment) {
        state.add();
        long rows = rowsOf[state.sheet() - 1];
        if (rows + segment.rows() > rowsPerSheet) {
            throw new IllegalStateException("Sheet %d has %d rows and cannot take %d more; it holds %d"
                    .formatted(state.sheet(), rows, segment.rows(), rowsPerSheet));
        }
        rowsOf[state.sheet() - 1] += segment.rows();
        for (int column = 0; column < segment.altered().size(); column++) {
            altered[column] += segment.altered().get(column);
        }
        largestRow = Math.max(
                largestRow, (double) Math.max(segment.rawBytes(), segment.storedBytes()) / Math.max(1, segment.rows()));
        account(segment);
        zip.skip(segment.storedBytes());
    }

    @Override
    public byte[] close() {
        state.close();
        endSheet(sheets);
        int sheet = sheets;
        for (FacetPart facet : facets) {
            whole(XmlParts.sheetPath(++sheet), facet.sheet());
        }
        if (cover != null) {
            long rows = Arrays.stream(rowsOf).sum();
            whole(
                    XmlParts.sheetPath(++sheet),
                    new AboutPart(cover, words).sheet(rows, names.subList(0, sheets), layout.columns(), altered));
        }
        for (int table = 1; tables && table <= sheets; table++) {
            if (table > 1) {
                zip.entry(TableParts.relationshipsPath(table), TableParts.relationships(table));
            }
            whole(
                    TableParts.path(table),
                    SheetFragment.whole(TableParts.table(table, layout.columns(), rowsOf[table - 1])));
        }
        zip.entry("docProps/core.xml", XmlParts.coreProperties(cover));
        whole("xl/styles.xml", SheetFragment.whole(styles.xml()));
        zip.entry(
                "xl/workbook.xml",
                XmlParts.workbook(names, sheets, tables, layout.columns().size()));
        zip.entry("xl/_rels/workbook.xml.rels", XmlParts.workbookRelationships(names.size()));
        zip.entry("[Content_Types].xml", XmlParts.contentTypes(names.size(), tables ? sheets : 0));
        zip.directory();
        return zip.take();
    }

    private void beginSheet() {
        begin(XmlParts.sheetPath(state.sheet()));
        fragment(SheetFragment.head(layout, state.sheet() == 1));
    }

    private void endSheet(int sheet) {
        fragment(SheetFragment.tail(layout, tables));
        if (raw >= ZipWriter.LIMIT || stored >= ZipWriter.LIMIT) {
            throw new FileTooLarge(sheet, raw, stored, Math.max(1, (long) (ROOM_FOR_ROWS / largestRow)));
        }
        zip.end(crc, stored, raw);
    }

    private void whole(String path, SheetFragment fragment) {
        begin(path);
        fragment(fragment);
        zip.end(crc, stored, raw);
    }

    private void begin(String path) {
        raw = 0;
        stored = 0;
        crc = 0;
        zip.begin(path);
    }

    private void fragment(SheetFragment fragment) {
        zip.bytes(fragment.stored());
        account(fragment.facts());
    }

    private void account(Segment segment) {
        crc = Crc32.combine(crc, segment.crc32(), segment.rawBytes());
        raw += segment.rawBytes();
        stored += segment.storedBytes();
    }
}
