package dev.sheaf.cli;

import static dev.sheaf.cli.Administration.object;

import dev.sheaf.access.Memberships;
import dev.sheaf.access.Memberships.Member;
import dev.sheaf.access.Memberships.Publisher;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.access.Users.Role;
import dev.sheaf.cli.Administration.Done;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `bin/sheaf publisher …`: who belongs to which publisher. A publisher is named by its number or its slug.
final class PublisherCommands {

    static final List<Administration> ALL = List.of(
            new Administration(
                    "publisher list",
                    "[--json]    the publishers and their members",
                    Set.of(),
                    Set.of(),
                    PublisherCommands::list),
            new Administration(
                    "publisher join",
                    "PUBLISHER --user EMAIL [--role member|admin] [--json]    make somebody a member, or change"
                            + " their role",
                    Set.of("--user", "--role"),
                    Set.of(),
                    PublisherCommands::join),
            new Administration(
                    "publisher leave",
                    "PUBLISHER --user EMAIL [--json]    end a membership",
                    Set.of("--user"),
                    Set.of(),
                    PublisherCommands::leave));

    private PublisherCommands() {}

    private static Done list(Arguments arguments, BeanFactory access) {
        arguments.noWords();
        List<Publisher> all = access.getBean(Memberships.class).all();
        ObjectNode json = object();
        ArrayNode publishers = json.putArray("publishers");
        for (Publisher publisher : all) {
            ArrayNode members = publishers
                    .addObject()
                    .put("id", publisher.id())
                    .put("slug", publisher.slug())
                    .put("name", publisher.name())
                    .putArray("members");
            publisher
                    .members()
                    .forEach(member ->
                            members.addObject().put("email", member.email()).put("role", text(member.role())));
        }
        return new Done(
                json, all.stream().map(PublisherCommands::line).collect(Collectors.joining(System.lineSeparator())));
    }

    private static String line(Publisher publisher) {
        return publisher.id() + "  " + publisher.slug() + "  " + publisher.name()
                + publisher.members().stream().map(PublisherCommands::line).collect(Collectors.joining());
    }

    private static String line(Member member) {
        return "%n    %s  %s".formatted(member.email(), text(member.role()));
    }

    private static Done join(Arguments arguments, BeanFactory access) {
        String wanted = arguments.word("PUBLISHER");
        String email = arguments.needed("--user");
        Role role = switch (arguments.option("--role").orElse("member")) {
            case "member" -> Role.MEMBER;
            case "admin" -> Role.ADMIN;
            default -> throw Refused.wrongCall("--role is member or admin.");
        };
        UserId user = Administration.user(access, email);
        Publisher publisher = publisher(access, wanted);
        access.getBean(Users.class).join(user, publisher.id(), role);
        return new Done(
                membership(publisher, email).put("role", text(role)),
                email + " is " + (role == Role.ADMIN ? "an admin" : "a member") + " of " + publisher.name() + " now.");
    }

    private static Done leave(Arguments arguments, BeanFactory access) {
        String wanted = arguments.word("PUBLISHER");
        String email = arguments.needed("--user");
        UserId user = Administration.user(access, email);
        Publisher publisher = publisher(access, wanted);
        if (!access.getBean(Users.class).leave(user, publisher.id())) {
            throw Refused.undone(email + " is no member of " + publisher.name() + ".");
        }
        return new Done(membership(publisher, email), email + " has left " + publisher.name() + ".");
    }

    private static ObjectNode membership(Publisher publisher, String email) {
        return object().put("publisher", publisher.id()).put("email", email);
    }

    private static Publisher publisher(BeanFactory access, String wanted) {
        List<Publisher> all = access.getBean(Memberships.class).all();
        return all.stream()
                .filter(known -> Long.toString(known.id()).equals(wanted))
                .findAny()
                .or(() -> all.stream()
                        .filter(known -> known.slug().equals(wanted))
                        .findAny())
                .orElseThrow(() -> Refused.undone(
                        "There is no publisher " + wanted + "; bin/sheaf publisher list tells which there are."));
    }

    private static String text(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
