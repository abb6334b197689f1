package dev.sheaf.testing;

import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.access.Users.Role;
import java.util.UUID;

/// Makes callers that no other test has, so that what they see in their list is theirs alone.
public final class People {

    private final Users users;
    private final ApiKeys keys;
    private final String server;

    People(Users users, ApiKeys keys, String server) {
        this.users = users;
        this.keys = keys;
        this.server = server;
    }

    /// Somebody with their key and a client that uses it.
    public record Person(UserId id, String key, Api api) {}

    public Person operator() {
        return person(true);
    }

    public Person member(long... publishers) {
        return join(person(false), Role.MEMBER, publishers);
    }

    public Person admin(long... publishers) {
        return join(person(false), Role.ADMIN, publishers);
    }

    public Person join(Person person, Role role, long... publishers) {
        for (long publisher : publishers) {
            users.join(person.id(), publisher, role);
        }
        return person;
    }

    public void leave(Person person, long publisher) {
        users.leave(person.id(), publisher);
    }

    private Person person(boolean operator) {
        UserId id = users.add(UUID.randomUUID() + "@people.example", "Somebody", operator);
        String key = keys.issue(id, "test", null);
        return new Person(id, key, new Api(server, key));
    }
}
