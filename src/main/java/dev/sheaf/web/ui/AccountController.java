package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.Caller;
import dev.sheaf.access.KeyScope;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.SignIn;
import dev.sheaf.catalogue.Zones;
import dev.sheaf.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// `/account`: name, zone, language, password and keys of whoever looks at it.
@Controller
@RequestMapping("/account")
class AccountController {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_DAYS = 3650;

    private final Accounts accounts;
    private final Passwords passwords;
    private final ApiKeys keys;
    private final Sessions sessions;
    private final Clock clock;

    AccountController(Accounts accounts, Passwords passwords, ApiKeys keys, Sessions sessions, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.keys = keys;
        this.sessions = sessions;
        this.clock = clock;
    }

    @GetMapping
    String account(
            @AuthenticationPrincipal Caller caller,
            @ModelAttribute("visitor") Account visitor,
            HttpServletResponse response,
            Model model) {
        response.setHeader("Cache-Control", "no-store");
        List<ApiKeys.Listed> all = keys.of(visitor.id());
        model.addAttribute(
                "keys", all.stream().filter(key -> key.revokedAt() == null).toList());
        model.addAttribute("now", clock.instant());
        model.addAttribute("zones", Zones.NAMES);
        model.addAttribute("languages", PageLanguage.KNOWN);
        model.addAttribute("scopes", scopesFor(caller));
        return "account";
    }

    /// To administer is offered to those who may.
    private static Set<KeyScope> scopesFor(Caller caller) {
        return caller.operator() || !caller.administered().isEmpty()
                ? KeyScope.all()
                : EnumSet.complementOf(EnumSet.of(KeyScope.ADMIN));
    }

    @PostMapping("/profile")
    String profile(
            @ModelAttribute("visitor") Account visitor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(name = "time_zone", defaultValue = "") String zone,
            @RequestParam(defaultValue = "") String language,
            RedirectAttributes flash) {
        ZoneId known = zone(zone);
        if (name.isBlank() || name.length() > LONGEST_NAME || known == null) {
            return back(flash, "account.profile.wrong");
        }
        accounts.change(
                visitor.id(), name.strip(), known, PageLanguage.known(language).orElse(null));
        return back(flash, "account.profile.saved");
    }

    private static @Nullable ZoneId zone(String name) {
        return Zones.NAMES.contains(name) ? ZoneId.of(name) : null;
    }

    /// Other sessions end; this one goes on.
    @PostMapping("/password")
    String password(
            @ModelAttribute("visitor") Account visitor,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            RedirectAttributes flash) {
        if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
            return back(flash, "welcome.password");
        }
        return switch (passwords.signIn(visitor.email(), current, request.getRemoteAddr())) {
            case SignIn.Wrong _ -> back(flash, "account.password.wrong");
            case SignIn.TooMany _ -> back(flash, "account.password.too_many");
            case SignIn.Good good -> {
                passwords.set(good.account().id(), password);
                sessions.begin(request, accounts.find(visitor.id()).orElseThrow());
                yield back(flash, "account.password.saved");
            }
        };
    }

    @PostMapping("/keys")
    String issue(
            @AuthenticationPrincipal Caller caller,
            @ModelAttribute("visitor") Account visitor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String days,
            @RequestParam(name = "scope", defaultValue = "") Set<String> wanted,
            HttpServletResponse response,
            RedirectAttributes flash,
            Model model) {
        boolean dated = days.matches("[1-9][0-9]{0,3}") && Integer.parseInt(days) <= MOST_DAYS;
        if (name.isBlank() || name.length() > LONGEST_NAME || !(dated || days.isEmpty())) {
            return back(flash, "account.keys.wrong");
        }
        Set<KeyScope> scopes = scopesFor(caller).stream()
                .filter(scope -> wanted.contains(scope.text()))
                .collect(Collectors.toSet());
        if (scopes.isEmpty()) {
            return back(flash, "account.keys.scopeless");
        }
        Instant expires = dated ? clock.instant().plus(Duration.ofDays(Integer.parseInt(days))) : null;
        // Shown at once and not after a redirect, so that the key is stored nowhere, not even in the session.
        model.addAttribute("newKey", keys.issue(visitor.id(), name.strip(), scopes, expires));
        return account(caller, visitor, response, model);
    }

    @PostMapping("/keys/{id}/revoke")
    String revoke(@ModelAttribute("visitor") Account visitor, @PathVariable long id, RedirectAttributes flash) {
        keys.revoke(visitor.id(), id);
        return back(flash, "account.keys.revoked");
    }

    private static String back(RedirectAttributes flash, String notice) {
        flash.addFlashAttribute("notice", notice);
        return "redirect:/account";
    }
}
