package dev.sheaf.format;

/// Walks over the fields of one row in the text form of PostgreSQL's COPY, in one pass over its bytes.
///
/// After [#next()] the field is `bytes[start..end)`, still escaped, and [#seen] holds the classes of all its
/// bytes, so that a writer knows at once whether they can be copied as they are. Made once per writer; not thread
/// safe.
final class CopyFields {

    /// A backslash: the field holds an escape sequence or is null.
    static final int ESCAPE = 1;
    /// One of `& < >`.
    static final int MARKUP = 2;
    /// A control character that XML 1.0 forbids or changes.
    static final int CONTROL = 4;
    /// An underscore, which may begin what Excel reads as an escape.
    static final int UNDERSCORE = 8;
    /// The first byte of U+F000 to U+FFFF, among them two noncharacters and the full-width signs.
    static final int HIGH = 16;
    /// A comma or a line break.
    static final int DELIMITER = 32;

    static final int QUOTE = 64;

    private static final byte END = -128;
    private static final long BYTES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = BYTES << 7;
    private static final byte[] CLASSES = classes();

    byte[] bytes = {};
    int start;
    int end;
    int seen;
    private int first;
    private int limit;

    void begin(byte[] row, int from, int to) {
        bytes = row;
        limit = to > from && row[to - 1] == '\n' ? to - 1 : to;
        first = from;
        end = from - 1;
    }

    /// Goes to the next field; false if the row has no more.
    boolean next() {
        if (end == limit) {
            return false;
        }
        byte[] row = bytes;
        int last = limit;
        int at = end + 1;
        int classes = 0;
        start = at;
        while (at < last) {
            int found = CLASSES[row[at] & 0xFF];
            if (found < 0) {
                break;
            }
            classes |= found;
            at++;
        }
        end = at;
        seen = classes;
        return true;
    }

    /// Whether the field is `\N`.
    boolean isNull() {
        return (seen & ESCAPE) != 0 && end - start == 2 && bytes[start] == '\\' && bytes[start + 1] == 'N';
    }

    /// How many bytes at the beginning of eight stand for themselves in XML, or fewer: `"`, `]` and `^` end the run
    /// without need.
    static int plain(long word) {
        long marks = below(word, ' ')
                | below((word | BYTES * 4) ^ BYTES * '&', 1)
                | below((word | BYTES * 2) ^ BYTES * '>', 1)
                | below((word | BYTES * 3) ^ BYTES * '_', 1)
                | below(word ^ BYTES * 0xEF, 1);
        return Long.numberOfTrailingZeros(marks & HIGH_BITS) >>> 3;
    }

    /// Where the field begins that stands so many fields further, or back if negative. It must be there.
    int startOf(int ahead) {
        int at = start;
        for (int rest = ahead; rest > 0; rest--) {
            at = endOf(at) + 1;
        }
        for (int rest = ahead; rest < 0; rest++) {
            at--;
            while (at > first && bytes[at - 1] != '\t') {
                at--;
            }
        }
        return Math.clamp(at, first, limit);
    }

    /// Where the field ends that begins at `from`.
    int endOf(int from) {
        int at = from;
        while (at < limit && bytes[at] != '\t') {
            at++;
        }
        return at;
    }

    static int classOf(byte b) {
        return CLASSES[b & 0xFF];
    }

    /// Marks in their highest bit the bytes below a limit up to 128; above the first it may mark others.
    private static long below(long word, int limit) {
        return (word - BYTES * limit) & ~word;
    }

    /// What a backslash and this byte stand for. COPY never writes an escape that is not in the list; its byte
    /// would stand for itself.
    static byte unescaped(byte b) {
        return switch (b) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> b;
        };
    }

    /// The first character of a field that is one byte long in UTF-8; 0 if the field is empty.
    static byte first(byte[] bytes, int from, int to) {
        if (from == to) {
            return 0;
        }
        return bytes[from] == '\\' && to - from > 1 ? unescaped(bytes[from + 1]) : bytes[from];
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int control = 0; control < ' '; control++) {
            classes[control] = CONTROL;
        }
        classes['\t'] = END;
        classes['\n'] = DELIMITER;
        classes['\r'] = CONTROL | DELIMITER;
        classes['\\'] = ESCAPE;
        classes['&'] = MARKUP;
        classes['<'] = MARKUP;
        classes['>'] = MARKUP;
        classes['_'] = UNDERSCORE;
        classes[','] = DELIMITER;
        classes['"'] = QUOTE;
        classes[0xEF] = HIGH;
        return classes;
    }
}
