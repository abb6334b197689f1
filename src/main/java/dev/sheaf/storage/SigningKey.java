package dev.sheaf.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that Signature Version 4 derives from a secret key for one day, region and service. Immutable; a secret.
///
/// @param mac with the key; to be copied for each signature, which takes less than to look for the algorithm
record SigningKey(String secret, String day, String region, Mac mac) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String END = "aws4_request";

    static SigningKey derive(String secret, String day, String region) {
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String step : new String[] {day, region, "s3", END}) {
            key = mac(key).doFinal(step.getBytes(UTF_8));
        }
        return new SigningKey(secret, day, region, mac(key));
    }

    boolean serves(String secret, String day) {
        return this.secret.equals(secret) && this.day.equals(day);
    }

    /// What the signature is good for; stands in the text that is signed and, behind the access key, in the link.
    String scope() {
        return day + "/" + region + "/s3/" + END;
    }

    String sign(String text) {
        try {
            var copy = (Mac) mac.clone();
            return HexFormat.of().formatHex(copy.doFinal(text.getBytes(UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + scope() + "]";
    }
}
