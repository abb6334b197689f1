package dev.sheaf.access;

import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A person as they see themselves. `language` is the one they chose to read, null if none. `passwordVersion` counts
/// the changes of their password.
public record Account(
        UserId id,
        String email,
        String name,
        boolean operator,
        ZoneId zone,
        @Nullable Locale language,
        int passwordVersion) {

    private static final String NO_ADDRESS = ".localdomain";

    /// False for the first operator, until they give an address.
    public boolean hasAddress() {
        return !email.endsWith(NO_ADDRESS);
    }

    public String addressOr(String given) {
        return hasAddress() ? email : given;
    }
}
