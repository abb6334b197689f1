package dev.sheaf.cli;

import static dev.sheaf.cli.Administration.object;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.cli.Administration.Done;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `bin/sheaf user …`
final class UserCommands {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Duration INVITATION = Duration.ofDays(2);

    static final List<Administration> ALL = List.of(
            new Administration(
                    "user create",
                    "EMAIL --name NAME [--operator] [--invite] [--json]    add somebody; --invite: with a link to set"
                            + " a password",
                    Set.of("--name"),
                    Set.of("--operator", "--invite"),
                    UserCommands::create),
            new Administration("user list", "[--json]    who may call", Set.of(), Set.of(), UserCommands::list),
            new Administration(
                    "user delete",
                    "EMAIL [--json]    remove somebody with their keys",
                    Set.of(),
                    Set.of(),
                    UserCommands::delete));

    private UserCommands() {}

    private static Done create(Arguments arguments, BeanFactory access) {
        String email = arguments.word("EMAIL");
        String name = arguments.needed("--name");
        boolean operator = arguments.has("--operator");
        if (!EMAIL.matcher(email).matches()) {
            throw Refused.wrongCall("\"" + email + "\" is no e-mail address.");
        }
        UserId id;
        try {
            id = access.getBean(Users.class).add(email, name, operator);
        } catch (DuplicateKeyException e) {
            throw Refused.undone("There is a user " + email + " already.");
        }
        ObjectNode json = json(access.getBean(Accounts.class).find(id).orElseThrow());
        String text = "Added " + email + (operator ? ", an operator." : ".");
        if (arguments.has("--invite")) {
            String path = "/welcome?token=" + access.getBean(Passwords.class).invite(id, INVITATION);
            json.put("welcome_path", path);
            text += "%nTheir password is set at this path of the server, once, within 2 days: %s".formatted(path);
        }
        return new Done(json, text);
    }

    private static Done list(Arguments arguments, BeanFactory access) {
        arguments.noWords();
        List<Account> all = access.getBean(Accounts.class).everybody();
        ObjectNode json = object();
        ArrayNode users = json.putArray("users");
        all.forEach(account -> users.add(json(account)));
        return new Done(
                json,
                all.stream()
                        .map(account ->
                                account.email() + "  " + account.name() + (account.operator() ? "  operator" : ""))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    private static Done delete(Arguments arguments, BeanFactory access) {
        String email = arguments.word("EMAIL");
        UserId user = Administration.user(access, email);
        Users users = access.getBean(Users.class);
        boolean gone = true;
        try {
            users.delete(user);
        } catch (DataIntegrityViolationException e) {
            users.close(user);
            gone = false;
        }
        return new Done(
                object().put("email", email).put("outcome", gone ? "deleted" : "closed"),
                gone
                        ? "Deleted " + email + "."
                        : "Closed " + email + ": keys, password, memberships and rights are gone; the name stays,"
                                + " because reports of theirs are on record.");
    }

    private static ObjectNode json(Account account) {
        return object().put("id", account.id().value())
                .put("email", account.email())
                .put("name", account.name())
                .put("operator", account.operator());
    }
}
