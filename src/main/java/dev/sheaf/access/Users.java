package dev.sheaf.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

    /// Somebody new, or somebody who was closed before and has their reports again.
    ///
    /// @throws DuplicateKeyException if somebody has this address
    public UserId add(String email, String name, boolean operator) {
        return jdbc.sql("""
                insert into sheaf.users as u (email, name, operator) values (:email, :name, :operator)
                on conflict (email) do update
                    set name = excluded.name, operator = excluded.operator, closed_at = null
                    where u.closed_at is not null
                returning id
                """)
                .param("email", email.toLowerCase(Locale.ROOT))
                .param("name", name)
                .param("operator", operator)
                .query(Long.class)
                .optional()
                .map(UserId::new)
                .orElseThrow(() -> new DuplicateKeyException("Somebody has the address " + email));
    }

    /// True if there is nobody yet.
    public boolean none() {
        return jdbc.sql("select not exists (select from sheaf.users)")
                .query(Boolean.class)
                .single();
    }

    public Optional<UserId> byEmail(String email) {
        return jdbc.sql("select id from sheaf.users where email = :email and closed_at is null")
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

    /// False if they were no member.
    public boolean leave(UserId user, long publisher) {
        return jdbc.sql("delete from sheaf.memberships where user_id = :user and publisher_id = :publisher")
                        .param("user", user.value())
                        .param("publisher", publisher)
                        .update()
                == 1;
    }

    /// Removes `user` with their keys and memberships.
    ///
    /// @throws org.springframework.dao.DataIntegrityViolationException if reports of theirs are on record
    @Transactional(propagation = Propagation.NESTED)
    public void delete(UserId user) {
        jdbc.sql("delete from sheaf.users where id = :id")
                .param("id", user.value())
                .update();
    }

    /// Leaves nothing of `user` but the name on their reports: no key, password, session, membership or right.
    @Transactional
    public void close(UserId user) {
        for (String table : List.of("api_keys", "memberships", "invitations")) {
            jdbc.sql("delete from sheaf." + table + " where user_id = :id")
                    .param("id", user.value())
                    .update();
        }
        jdbc.sql("""
                update sheaf.users
                set operator = false, password_hash = null, password_version = password_version + 1, closed_at = now()
                where id = :id
                """).param("id", user.value()).update();
    }
}
