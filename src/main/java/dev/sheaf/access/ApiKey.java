package dev.sheaf.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A secret that stands for a user: `sheaf_`, 30 random base62 digits (178 bits), and 6 that check them.
///
/// The check digits are the CRC-32 of the 30, so that a mistyped or cut key is told from a revoked one without a
/// look-up, and scanners find leaked keys without false alarms. `toString` never gives the secret.
final class ApiKey {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PREFIX = "sheaf_";
    private static final int RANDOM = 30;
    private static final int CHECK = 6;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (RANDOM + CHECK) + "}");

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    static ApiKey generate(SecureRandom random) {
        var digits = new StringBuilder(RANDOM);
        random.ints(RANDOM, 0, DIGITS.length()).forEach(i -> digits.append(DIGITS.charAt(i)));
        return new ApiKey(PREFIX + digits + check(digits.toString()));
    }

    /// Empty if `text` cannot be a key: wrong shape, or check digits that do not fit.
    static Optional<ApiKey> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.substring(PREFIX.length(), PREFIX.length() + RANDOM);
        return text.endsWith(check(digits)) ? Optional.of(new ApiKey(text)) : Optional.empty();
    }

    String secret() {
        return secret;
    }

    /// SHA-256 is enough: a key has far too much entropy to be guessed from its hash.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static String check(String digits) {
        var crc = new CRC32();
        crc.update(digits.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        var check = new StringBuilder(CHECK);
        for (int i = 0; i < CHECK; i++) {
            check.append(DIGITS.charAt((int) (rest % DIGITS.length())));
            rest /= DIGITS.length();
        }
        return check.reverse().toString();
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
