package dev.sheaf.cli;

import static dev.sheaf.cli.Administration.object;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.ApiKeys.Listed;
import dev.sheaf.access.KeyScope;
import dev.sheaf.access.UserId;
import dev.sheaf.cli.Administration.Done;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `bin/sheaf key …`: a key is shown when it is made, and never again.
final class KeyCommands {

    private static final String MISSING = "There is no working key %d; bin/sheaf key list tells which there are.";

    static final List<Administration> ALL = List.of(
            new Administration(
                    "key create",
                    "--user EMAIL --name NAME [--scopes exports:read,exports:write,admin] [--expires 90d|DATE|TIME]"
                            + " [--json]    make a key",
                    Set.of("--user", "--name", "--scopes", "--expires"),
                    Set.of(),
                    KeyCommands::create),
            new Administration(
                    "key list",
                    "[--user EMAIL] [--json]    the keys, without their secrets",
                    Set.of("--user"),
                    Set.of(),
                    KeyCommands::list),
            new Administration(
                    "key revoke", "ID [--json]    end a key at once", Set.of(), Set.of(), KeyCommands::revoke),
            new Administration(
                    "key rotate",
                    "ID [--overlap 1d] [--json]    make a key in place of another, which works for the overlap still",
                    Set.of("--overlap"),
                    Set.of(),
                    KeyCommands::rotate));

    private KeyCommands() {}

    private static Done create(Arguments arguments, BeanFactory access) {
        arguments.noWords();
        String email = arguments.needed("--user");
        String name = arguments.needed("--name");
        Set<KeyScope> scopes =
                arguments.option("--scopes").map(KeyCommands::scopes).orElse(KeyScope.all());
        Instant now = access.getBean(Clock.class).instant();
        @Nullable
        Instant expires =
                arguments.option("--expires").map(text -> time(text, now)).orElse(null);
        UserId user = Administration.user(access, email);
        return shown(access, access.getBean(ApiKeys.class).issue(user, name, scopes, expires), "");
    }

    private static Done list(Arguments arguments, BeanFactory access) {
        arguments.noWords();
        ApiKeys keys = access.getBean(ApiKeys.class);
        Accounts accounts = access.getBean(Accounts.class);
        List<Account> whose = arguments
                .option("--user")
                .map(email -> List.of(
                        accounts.find(Administration.user(access, email)).orElseThrow()))
                .orElseGet(accounts::everybody);
        ObjectNode json = object();
        ArrayNode all = json.putArray("keys");
        var lines = new ArrayList<String>();
        for (Account account : whose) {
            for (Listed key : keys.of(account.id())) {
                all.add(json(key).put("user", account.email()));
                lines.add(line(account, key));
            }
        }
        return new Done(json, String.join(System.lineSeparator(), lines));
    }

    private static String line(Account account, Listed key) {
        return key.id() + "  " + account.email() + "  " + key.name() + "  " + String.join(",", texts(key.scopes()))
                + (key.revokedAt() != null
                        ? "  revoked " + key.revokedAt()
                        : key.expiresAt() != null ? "  expires " + key.expiresAt() : "")
                + (key.lastUsedAt() == null ? "  never used" : "  last used " + key.lastUsedAt());
    }

    private static Done revoke(Arguments arguments, BeanFactory access) {
        long id = arguments.number("ID");
        if (!access.getBean(ApiKeys.class).revoke(id)) {
            throw Refused.undone(MISSING.formatted(id));
        }
        return new Done(object().put("id", id).put("outcome", "revoked"), "Key " + id + " is revoked.");
    }

    private static Done rotate(Arguments arguments, BeanFactory access) {
        long id = arguments.number("ID");
        Duration overlap = duration("--overlap", arguments.option("--overlap").orElse("1d"));
        Instant until = access.getBean(Clock.class).instant().plus(overlap);
        String secret = access.getBean(ApiKeys.class)
                .rotate(id, until)
                .orElseThrow(() -> Refused.undone(MISSING.formatted(id)));
        Done done = shown(access, secret, "%nKey %d works until %s at the latest.".formatted(id, until));
        done.json().put("replaces", id).put("replaced_works_until", until.toString());
        return done;
    }

    private static Done shown(BeanFactory access, String secret, String more) {
        Listed key = access.getBean(ApiKeys.class).find(secret).orElseThrow();
        return new Done(
                json(key).put("key", secret),
                "Key %d \"%s\", shown only now: %s".formatted(key.id(), key.name(), secret) + more);
    }

    private static ObjectNode json(Listed key) {
        ObjectNode json = object().put("id", key.id()).put("name", key.name());
        texts(key.scopes()).forEach(json.putArray("scopes")::add);
        return json.put("created_at", key.createdAt().toString())
                .put("expires_at", text(key.expiresAt()))
                .put("revoked_at", text(key.revokedAt()))
                .put("last_used_at", text(key.lastUsedAt()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static List<String> texts(Set<KeyScope> scopes) {
        return scopes.stream().map(KeyScope::text).toList();
    }

    private static Set<KeyScope> scopes(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(scope -> KeyScope.parse(scope)
                        .orElseThrow(() -> Refused.wrongCall("There is no scope \"" + scope + "\"; there are "
                                + String.join(", ", texts(KeyScope.all())) + ".")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// A time to come: `90d` from now, the start of a day in UTC, or a moment.
    private static Instant time(String text, Instant now) {
        Instant time;
        try {
            time = text.indexOf('T') > 0
                    ? Instant.parse(text)
                    : text.matches("\\d+-.*")
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : now.plus(duration("--expires", text));
        } catch (DateTimeException e) {
            throw Refused.wrongCall("--expires is a duration such as 90d, a day such as 2030-01-31, or a moment such as"
                    + " 2030-01-31T12:00:00Z, not \"" + text + "\".");
        }
        if (!time.isAfter(now)) {
            throw Refused.wrongCall("--expires is over already: " + time + ".");
        }
        return time;
    }

    private static Duration duration(String option, String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Said below.
        }
        throw Refused.wrongCall(option + " is a duration such as 12h or 90d, not \"" + text + "\".");
    }
}
