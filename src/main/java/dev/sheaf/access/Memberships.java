package dev.sheaf.access;

import dev.sheaf.access.Users.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which publishers there are, and who belongs to them.
@Component
public class Memberships {

    private final JdbcClient jdbc;

    Memberships(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Publisher(long id, String slug, String name, List<Member> members) {}

    public record Member(String email, Role role) {}

    /// All publishers in the order of their numbers, each with its members by address.
    public List<Publisher> all() {
        var all = new ArrayList<Publisher>();
        jdbc.sql("""
                select p.id, p.slug, p.name, u.email, m.role
                from affiliate.publishers p
                left join sheaf.memberships m on m.publisher_id = p.id
                left join sheaf.users u on u.id = m.user_id
                order by p.id, u.email
                """).query(row -> {
            long id = row.getLong("id");
            if (all.isEmpty() || all.getLast().id != id) {
                all.add(new Publisher(id, row.getString("slug"), row.getString("name"), new ArrayList<>()));
            }
            String email = row.getString("email");
            if (email != null) {
                all.getLast()
                        .members
                        .add(new Member(
                                email, Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT))));
            }
        });
        return all;
    }
}
