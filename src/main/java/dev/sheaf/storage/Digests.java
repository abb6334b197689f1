package dev.sheaf.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The digest that every Java has.
final class Digests {

    /// To be copied, which takes less than to look for the algorithm.
    private static final MessageDigest SHA256 = find("SHA-256");

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest find(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
