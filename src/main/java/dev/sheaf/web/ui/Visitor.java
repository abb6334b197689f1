package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.Caller;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// What every page knows: who looks at it, and how they read times.
@ControllerAdvice(basePackages = {"dev.sheaf.web.ui", "dev.sheaf.web.docs"})
class Visitor {

    private final Accounts accounts;
    private final Clock clock;
    private final MessageSource messages;

    Visitor(Accounts accounts, Clock clock, MessageSource messages) {
        this.accounts = accounts;
        this.clock = clock;
        this.messages = messages;
    }

    @ModelAttribute("visitor")
    @Nullable
    Account visitor(@AuthenticationPrincipal @Nullable Caller caller) {
        return caller == null ? null : accounts.find(caller.id()).orElse(null);
    }

    @ModelAttribute("times")
    Times times(@ModelAttribute("visitor") @Nullable Account visitor, Locale locale) {
        return new Times(clock.instant(), visitor == null ? ZoneId.of("UTC") : visitor.zone(), locale, messages);
    }
}
