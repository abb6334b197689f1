package dev.sheaf.web.security;

import dev.sheaf.access.Caller;
import dev.sheaf.access.KeyScope;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// A caller who was let in, as Spring Security carries them. What they came in with is not kept.
public final class SignedIn extends AbstractAuthenticationToken {

    private final transient Caller caller;
    private final transient Supplier<Optional<Caller>> again;

    /// `again` looks the caller up anew; empty if they would not be let in any more.
    SignedIn(Caller caller, Set<KeyScope> scopes, Supplier<Optional<Caller>> again) {
        super(scopes.stream()
                .map(scope -> new SimpleGrantedAuthority(scope.text()))
                .toList());
        this.caller = caller;
        this.again = again;
        setAuthenticated(true);
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /// The caller as they stand now, for answers that last; empty if they would not be let in any more.
    public Optional<Caller> again() {
        return again.get();
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn that && caller.equals(that.caller);
    }

    @Override
    public int hashCode() {
        return caller.hashCode();
    }
}
