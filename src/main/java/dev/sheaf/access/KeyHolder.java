package dev.sheaf.access;

import java.util.Set;

/// Somebody whose key was accepted. Of the key itself no more is kept than its hash.
public final class KeyHolder {

    private final byte[] hash;
    private final Caller caller;
    private final Set<KeyScope> scopes;

    KeyHolder(byte[] hash, Caller caller, Set<KeyScope> scopes) {
        this.hash = hash;
        this.caller = caller.within(scopes);
        this.scopes = scopes;
    }

    byte[] hash() {
        return hash;
    }

    public Caller caller() {
        return caller;
    }

    public Set<KeyScope> scopes() {
        return scopes;
    }
}
