package dev.sheaf.catalogue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// The whole numbers between which the value of a numeric filter lies, both included; null: no limit of the file's.
public record Limits(@Nullable BigInteger min, @Nullable BigInteger max) {

    static final Limits NONE = new Limits(null, null);

    /// Those of this, where they are missing those of `other`.
    Limits within(Limits other) {
        return new Limits(min == null ? other.min : min, max == null ? other.max : max);
    }

    boolean hold(BigDecimal value) {
        return (min == null || value.compareTo(new BigDecimal(min)) >= 0)
                && (max == null || value.compareTo(new BigDecimal(max)) <= 0);
    }

    /// ` from 1 to 10`, or nothing where there is no limit.
    Phrase words() {
        if (min == null) {
            return max == null ? Phrase.NOTHING : Phrase.of("form.most", max.toString());
        }
        return max == null
                ? Phrase.of("form.least", min.toString())
                : Phrase.of("form.between", min.toString(), max.toString());
    }
}
