package dev.sheaf.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a key may be used for. A key never allows more than its user may.
public enum KeyScope {
    /// Look at reports and report types, and download.
    EXPORTS_READ("exports:read"),
    /// Ask for reports, cancel and retry them.
    EXPORTS_WRITE("exports:write"),
    /// Act as the operator or the publisher's admin that its user is; without it, as an ordinary member.
    ADMIN("admin");

    private final String text;

    KeyScope(String text) {
        this.text = text;
    }

    public static Set<KeyScope> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(KeyScope.class));
    }

    public static Optional<KeyScope> parse(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findAny();
    }

    static Set<KeyScope> of(String[] texts) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        Arrays.stream(texts).forEach(text -> scopes.add(parse(text).orElseThrow()));
        return Collections.unmodifiableSet(scopes);
    }

    /// As callers and the database write it: `exports:read`.
    public String text() {
        return text;
    }
}
