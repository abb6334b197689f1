package dev.sheaf.format;

import java.util.List;

/// A workbook: small parts first, then each sheet as one DEFLATE stream made of head, segments and tail, then the
/// directory.
///
/// Sizes and checksum of a sheet stand behind it in a data descriptor, so that everything can be streamed.
final class XlsxAssembly implements Assembly {

    private final Layout layout;
    private final int sheets;
    private final long rowsPerSheet;
    private final AssemblyState state;
    private final ZipWriter zip = new ZipWriter();
    private long rows;
    private long raw;
    private long stored;
    private int crc;

    XlsxAssembly(Layout layout, int sheets, long rowsPerSheet) {
        this.layout = layout;
        this.sheets = sheets;
        this.rowsPerSheet = rowsPerSheet;
        this.state = new AssemblyState(sheets);
    }

    @Override
    public byte[] open() {
        state.open();
        List<String> names = SheetNames.of(layout.sheetName(), sheets);
        zip.entry("[Content_Types].xml", XmlParts.contentTypes(sheets));
        zip.entry("_rels/.rels", XmlParts.packageRelationships());
        zip.entry("xl/workbook.xml", XmlParts.workbook(names, layout.columns().size()));
        zip.entry("xl/_rels/workbook.xml.rels", XmlParts.workbookRelationships(sheets));
        zip.entry("xl/styles.xml", new Styles(layout.columns()).xml());
        beginSheet();
        return zip.take();
    }

    @Override
    public byte[] nextSheet() {
        state.nextSheet();
        endSheet();
        beginSheet();
        return zip.take();
    }

    @Override
    public void add(Segment segment) {
        state.add();
        if (rows + segment.rows() > rowsPerSheet) {
            throw new IllegalStateException("Sheet %d has %d rows and cannot take %d more; it holds %d"
                    .formatted(state.sheet(), rows, segment.rows(), rowsPerSheet));
        }
        rows += segment.rows();
        account(segment);
        zip.skip(segment.storedBytes());
    }

    @Override
    public byte[] close() {
        state.close();
        endSheet();
        zip.directory();
        return zip.take();
    }

    private void beginSheet() {
        rows = 0;
        raw = 0;
        stored = 0;
        crc = 0;
        zip.begin(XmlParts.sheetPath(state.sheet()));
        fragment(SheetFragment.head(layout, state.sheet() == 1));
    }

    private void endSheet() {
        fragment(SheetFragment.tail(layout));
        if (raw >= ZipWriter.LIMIT || stored >= ZipWriter.LIMIT) {
            throw new FileTooLarge(
                    ("Sheet %d has %d bytes of XML (%d compressed), and Excel files hold less than 4 GiB in a sheet. "
                                    + "Ask for fewer rows or fewer columns")
                            .formatted(state.sheet(), raw, stored));
        }
        zip.end(crc, stored, raw);
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
