package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.catalogue.Languages;
import dev.sheaf.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/// Which language a page is in: the one that its reader chose, or else the first that their browser asks for and that
/// there is a message file for.
@Component("localeResolver")
class PageLanguage implements LocaleResolver {

    static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final String RESOLVED = PageLanguage.class.getName();

    private final Accounts accounts;

    PageLanguage(Accounts accounts) {
        this.accounts = accounts;
    }

    static Optional<Locale> known(String tag) {
        return KNOWN.stream().filter(each -> each.getLanguage().equals(tag)).findAny();
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        if (request.getAttribute(RESOLVED) instanceof Locale resolved) {
            return resolved;
        }
        Locale chosen = chosen();
        Locale language = chosen != null && KNOWN.contains(chosen) ? chosen : asked(request);
        request.setAttribute(RESOLVED, language);
        return language;
    }

    private @Nullable Locale chosen() {
        try {
            return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
                    ? accounts.find(signedIn.getPrincipal().id())
                            .map(Account::language)
                            .orElse(null)
                    : null;
        } catch (DataAccessException e) {
            // While the database is away the page that says so still has to be written in some language.
            return null;
        }
    }

    private static Locale asked(HttpServletRequest request) {
        return Objects.requireNonNullElse(
                Languages.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)).best(KNOWN), Locale.ENGLISH);
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("A language is chosen on the account page");
    }
}
