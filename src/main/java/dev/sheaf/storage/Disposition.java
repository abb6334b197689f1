package dev.sheaf.storage;

import java.text.Normalizer;

/// The `Content-Disposition` of a download (RFC 6266): a plain ASCII name for old clients, the exact one in UTF-8.
///
/// Control characters, quotes, backslashes and path separators never reach the header, whatever the name holds.
final class Disposition {

    /// What RFC 8187 lets stand for itself (attr-char).
    private static final PercentCode CODE = new PercentCode("!#$&+-.^_`|~");

    /// A name of nothing else, as nearly all are, stays as it is, unless it begins with a dot.
    private static final PercentCode SAFE = new PercentCode("_.-");

    private Disposition() {}

    static String attachment(String filename) {
        if (!filename.isEmpty() && !filename.startsWith(".") && SAFE.isPlain(filename)) {
            return "attachment; filename=\"" + filename + "\"; filename*=UTF-8''" + filename;
        }
        String name = filename.replaceAll("[\\p{Cc}\\p{Cf}]", "")
                .replaceAll("[/\\\\]", "_")
                .strip();
        if (name.isEmpty() || name.matches("\\.+")) {
            name = "download";
        }
        return "attachment; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + CODE.encode(name);
    }

    /// Letters lose their accents; what then is not ASCII, and what a quoted string or an old client would
    /// misread, becomes an underscore.
    private static String ascii(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^\\x20-\\x7e]", "_")
                .replaceAll("[\"%;:*?<>|]", "_");
    }
}
