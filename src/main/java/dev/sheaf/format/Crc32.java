package dev.sheaf.format;

import java.util.zip.CRC32;

/// Joins the CRC-32 of two pieces of data into that of both, without the data, which java.util.zip cannot.
///
/// A CRC is the remainder of the data as a polynomial over GF(2). To append n bytes is to multiply by x^(8n), so
/// the first CRC is multiplied by that power modulo the CRC's polynomial and the second is added (zlib's
/// crc32_combine). Polynomials are bit-reversed: the highest bit is x^0.
public final class Crc32 {

    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 1 << 31;

    public static int of(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /// The CRC-32 of data with `first` followed by `secondLength` bytes with `second`.
    public static int combine(int first, int second, long secondLength) {
        int shift = ONE;
        int power = ONE >>> 8;
        for (long bytes = secondLength; bytes != 0; bytes >>>= 1) {
            if ((bytes & 1) != 0) {
                shift = multiply(shift, power);
            }
            power = multiply(power, power);
        }
        return multiply(first, shift) ^ second;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int factor = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) == 0 ? factor >>> 1 : factor >>> 1 ^ POLYNOMIAL;
        }
        return product;
    }

    private Crc32() {}
}
