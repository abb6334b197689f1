package dev.sheaf.format;

/// The symbols of lengths and distances with their extra bits (RFC 1951, section 3.2.5).
final class Symbols {

    static final int END_OF_BLOCK = 256;
    static final int FIRST_LENGTH = 257;
    static final int LITERALS_AND_LENGTHS = 286;
    static final int DISTANCES = 30;
    static final int MIN_LENGTH = 3;
    static final int MAX_LENGTH = 258;
    static final int MAX_DISTANCE = 32_768;

    /// Symbol of each length, less [#FIRST_LENGTH].
    static final byte[] LENGTH = new byte[MAX_LENGTH + 1];

    static final int[] LENGTH_BASE = new int[LITERALS_AND_LENGTHS - FIRST_LENGTH];
    static final int[] LENGTH_EXTRA = new int[LITERALS_AND_LENGTHS - FIRST_LENGTH];
    static final int[] DISTANCE_BASE = new int[DISTANCES];
    static final int[] DISTANCE_EXTRA = new int[DISTANCES];

    /// Symbol of each distance up to 256 and then of each 128.
    private static final byte[] DISTANCE = new byte[512];

    static {
        int base = MIN_LENGTH;
        for (int symbol = 0; symbol < LENGTH_BASE.length - 1; symbol++) {
            LENGTH_BASE[symbol] = base;
            LENGTH_EXTRA[symbol] = symbol < 8 ? 0 : symbol / 4 - 1;
            base += 1 << LENGTH_EXTRA[symbol];
        }
        LENGTH_BASE[LENGTH_BASE.length - 1] = MAX_LENGTH;
        for (int symbol = 0; symbol < LENGTH_BASE.length; symbol++) {
            for (int length = LENGTH_BASE[symbol]; length <= MAX_LENGTH; length++) {
                LENGTH[length] = (byte) symbol;
            }
        }
        base = 1;
        for (int symbol = 0; symbol < DISTANCES; symbol++) {
            DISTANCE_BASE[symbol] = base;
            DISTANCE_EXTRA[symbol] = symbol < 4 ? 0 : symbol / 2 - 1;
            base += 1 << DISTANCE_EXTRA[symbol];
        }
        for (int symbol = 0; symbol < DISTANCES; symbol++) {
            for (int distance = DISTANCE_BASE[symbol]; distance <= MAX_DISTANCE; distance++) {
                DISTANCE[index(distance)] = (byte) symbol;
                distance += distance > 256 ? 127 : 0;
            }
        }
    }

    static int distance(int distance) {
        return DISTANCE[index(distance)];
    }

    private static int index(int distance) {
        int less = distance - 1;
        return less < 256 ? less : 256 + (less >>> 7);
    }

    private Symbols() {}
}
