package dev.sheaf.access;

import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The people and programs that may call.
@Component
public class Users {

    public enum Role {
        MEMBER,
        ADMIN
    }

    private final JdbcClient jdbc;

    Users(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public UserId add(String email, String name, boolean operator) {
        long id = jdbc.sql("""
                insert into sheaf.users (email, name, operator) values (:email, :name, :operator) returning id
                """)
                .param("email", email.toLowerCase(Locale.ROOT))
                .param("name", name)
                .param("operator", operator)
                .query(Long.class)
                .single();
        return new UserId(id);
    }

    /// True if there is nobody yet.
    public boolean none() {
        return jdbc.sql("select not exists (select from sheaf.users)")
                .query(Boolean.class)
                .single();
    }

    public Optional<UserId> byEmail(String email) {
        return jdbc.sql("select id from sheaf.users where email = :email")
                .param("email", email.toLowerCase(Locale.ROOT))
                .query(Long.class)
                .optional()
                .map(UserId::new);
    }

    public Optional<String> name(UserId user) {
        return jdbc.sql("select name from sheaf.users where id = :id")
                .param("id", user.value())
                .query(String.class)
                .optional();
    }

    /// Makes `user` a member of a publisher, or changes the role they have there.
    public void join(UserId user, long publisher, Role role) {
        jdbc.sql("""
                insert into sheaf.memberships (user_id, publisher_id, role) values (:user, :publisher, :role)
                on conflict (user_id, publisher_id) do update set role = excluded.role
                """)
                .param("user", user.value())
                .param("publisher", publisher)
                .param("role", role.name().toLowerCase(Locale.ROOT))
                .update();
    }

    public void leave(UserId user, long publisher) {
        jdbc.sql("delete from sheaf.memberships where user_id = :user and publisher_id = :publisher")
                .param("user", user.value())
                .param("publisher", publisher)
                .update();
    }
}
