package dev.sheaf.web.security;

import dev.sheaf.access.Account;
import dev.sheaf.access.Caller;
import dev.sheaf.access.Callers;
import dev.sheaf.access.KeyScope;
import dev.sheaf.access.UserId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/// Who is signed in to the pages. A session holds no more than who it is: what they may see is looked up anew for
/// every request, and a new password ends it.
@Component
@EnableConfigurationProperties(WebSettings.class)
public class Sessions {

    private static final String USER = "user";
    private static final String PASSWORD_VERSION = "password_version";

    private final Callers callers;
    private final WebSettings settings;

    Sessions(Callers callers, WebSettings settings) {
        this.callers = callers;
        this.settings = settings;
    }

    /// What the accounts are called with which people may sign in beside their passwords.
    public Optional<String> companyAccounts() {
        return Optional.ofNullable(settings.oidc()).map(WebSettings.Oidc::name);
    }

    /// False where a password or a session would pass a network unencrypted.
    public boolean mayBeginOver(HttpServletRequest request) {
        return settings.allowHttp()
                || settings.publicHttps()
                || request.isSecure()
                || isThisMachine(request.getRemoteAddr());
    }

    /// An address in numbers is not looked up in any directory.
    private static boolean isThisMachine(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// Begins a session under a new id, so that one planted before is of no use.
    public void begin(HttpServletRequest request, Account account) {
        HttpSession former = request.getSession(false);
        if (former != null) {
            former.invalidate();
        }
        HttpSession session = request.getSession(true);
        session.setAttribute(USER, account.id().value());
        session.setAttribute(PASSWORD_VERSION, account.passwordVersion());
    }

    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /// The token looks up its caller by what the session held then; an ended session ends answers that last with the
    /// next request only.
    Optional<SignedIn> signedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(USER) instanceof Long user)
                || !(session.getAttribute(PASSWORD_VERSION) instanceof Integer version)) {
            return Optional.empty();
        }
        Supplier<Optional<Caller>> again = () -> callers.byUser(new UserId(user), version);
        return again.get().map(caller -> new SignedIn(caller, KeyScope.all(), again));
    }
}
