package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Caller;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.SignIn;
import dev.sheaf.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Sign in, sign out, and the page on which somebody who was invited sets their first password.
@Controller
class SignInController {

    private static final Pattern ON_THIS_SITE = Pattern.compile("/(?![/\\\\])[!-~&&[^\\\\]]*");

    private final Passwords passwords;
    private final Sessions sessions;

    SignInController(Passwords passwords, Sessions sessions) {
        this.passwords = passwords;
        this.sessions = sessions;
    }

    @GetMapping("/")
    String start() {
        return "redirect:/reports";
    }

    @GetMapping("/sign_in")
    String form(
            @AuthenticationPrincipal @Nullable Caller caller,
            @RequestParam(defaultValue = "") String next,
            @RequestParam @Nullable String stale,
            @RequestParam @Nullable String problem,
            RedirectAttributes flash,
            Model model) {
        if (caller != null) {
            if (stale != null) {
                flash.addFlashAttribute("notice", "stale");
            }
            return "redirect:" + safe(next);
        }
        model.addAttribute("next", next);
        model.addAttribute("problem", stale == null ? reason(problem) : "sign_in.stale");
        return "sign_in";
    }

    /// What the issuer's page was left with.
    private static @Nullable String reason(@Nullable String problem) {
        return problem != null && Set.of("plain", "unknown", "company").contains(problem) ? "sign_in." + problem : null;
    }

    @ModelAttribute("company")
    @Nullable
    String company() {
        return sessions.companyAccounts().orElse(null);
    }

    @PostMapping("/sign_in")
    String signIn(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String next,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!sessions.mayBeginOver(request)) {
            return refused(response, model, 403, "sign_in.plain", email, next);
        }
        return switch (passwords.signIn(email, password, request.getRemoteAddr())) {
            case SignIn.Good good -> {
                sessions.begin(request, good.account());
                yield "redirect:" + safe(next);
            }
            case SignIn.Wrong _ -> refused(response, model, 401, "sign_in.wrong", email, next);
            case SignIn.TooMany many -> {
                response.setHeader("Retry-After", Long.toString(many.pause().toSeconds()));
                model.addAttribute("minutes", many.pause().toMinutes() + 1);
                yield refused(response, model, 429, "sign_in.too_many", email, next);
            }
        };
    }

    private static String refused(
            HttpServletResponse response, Model model, int status, String problem, String email, String next) {
        response.setStatus(status);
        model.addAttribute("problem", problem);
        model.addAttribute("email", email);
        model.addAttribute("next", next);
        return "sign_in";
    }

    /// Only a path of this site, so that nobody is led elsewhere by a link to the sign-in page.
    private static String safe(String next) {
        return ON_THIS_SITE.matcher(next).matches() ? next : "/reports";
    }

    @PostMapping("/sign_out")
    String signOut(HttpServletRequest request) {
        sessions.end(request);
        return "redirect:/sign_in";
    }

    @GetMapping("/welcome")
    String welcome(@RequestParam(defaultValue = "") String token, Model model) {
        Account invited = passwords.invited(token).orElseThrow(PageNotFound::new);
        return welcome(model, token, invited, invited.name(), "");
    }

    private static String welcome(Model model, String token, Account invited, String name, String email) {
        model.addAttribute("token", token);
        model.addAttribute("name", name);
        model.addAttribute("email", invited.addressOr(email));
        model.addAttribute("hasAddress", invited.hasAddress());
        return "welcome";
    }

    @PostMapping("/welcome")
    String accept(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Account invited = passwords.invited(token).orElseThrow(PageNotFound::new);
        String problem = problem(name, invited.addressOr(email), password);
        if (!sessions.mayBeginOver(request)) {
            problem = "sign_in.plain";
        }
        if (problem == null) {
            try {
                Optional<Account> account = passwords.accept(token, name, email, password);
                sessions.begin(request, account.orElseThrow(PageNotFound::new));
                return "redirect:/reports";
            } catch (DuplicateKeyException e) {
                problem = "welcome.taken";
            }
        }
        response.setStatus(422);
        model.addAttribute("problem", problem);
        return welcome(model, token, invited, name, email);
    }

    private static @Nullable String problem(String name, String email, String password) {
        if (name.isBlank() || name.length() > 100) {
            return "welcome.name";
        }
        if (!email.strip().matches("[^\\s@]+@[^\\s@]+") || email.length() > 200) {
            return "welcome.email";
        }
        return password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST
                ? "welcome.password"
                : null;
    }
}
