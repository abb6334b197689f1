package dev.sheaf.format;

/// Makes one file out of segments: hands out the bytes that stand in front of, between and behind them.
///
/// The calls must come in the order in which the bytes stand in the file: `open`, then `add` for each segment and
/// `nextSheet` between sheets, then `close`; anything else is an IllegalStateException. No call needs to know what
/// follows, so a file can be streamed. Not thread safe.
public sealed interface Assembly permits CsvAssembly, GzipAssembly, XlsxAssembly {

    /// Everything before the first segment; see [FileFormat#head].
    byte[] open();

    /// Ends this sheet and begins the next: the bytes between their segments. Throws [FileTooLarge].
    byte[] nextSheet();

    /// The facts of the next segment; its stored bytes follow what was handed out so far.
    void add(Segment segment);

    /// The tail, after which the file is complete. Throws [FileTooLarge].
    byte[] close();
}
