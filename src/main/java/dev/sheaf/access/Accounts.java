package dev.sheaf.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Who people are, apart from what they may see.
@Component
public class Accounts {

    private static final int MOST_PEOPLE = 200;

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Account> find(UserId id) {
        return jdbc.sql("select * from sheaf.users where id = :id")
                .param("id", id.value())
                .query((row, _) -> read(row))
                .optional();
    }

    /// Without a `language` the pages follow the browser.
    public void change(UserId id, String name, ZoneId zone, @Nullable Locale language) {
        jdbc.sql("""
                update sheaf.users set name = :name, time_zone = :zone, language = :language where id = :id
                """)
                .param("name", name)
                .param("zone", zone.getId())
                .param("language", language == null ? null : language.getLanguage())
                .param("id", id.value())
                .update();
    }

    public Map<UserId, Account> all(Collection<UserId> ids) {
        return jdbc
                .sql("select * from sheaf.users where id = any(:ids)")
                .param("ids", ids.stream().map(UserId::value).distinct().toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Account::id, account -> account));
    }

    /// Who may sign in or call, and not who was closed.
    public List<Account> everybody() {
        return jdbc.sql("select * from sheaf.users where closed_at is null order by id")
                .query((row, _) -> read(row))
                .list();
    }

    /// Those whose reports `caller` may be told of, by name; of very many the first.
    public List<Account> around(Caller caller) {
        return jdbc.sql("""
                select * from sheaf.users u
                where :everyone or u.id = :caller
                   or exists (select from sheaf.memberships m
                              where m.user_id = u.id and m.publisher_id = any(:administered))
                order by u.name, u.id
                limit :most
                """)
                .param("everyone", caller.operator())
                .param("caller", caller.id().value())
                .param("administered", caller.administered().toArray(Long[]::new))
                .param("most", MOST_PEOPLE)
                .query((row, _) -> read(row))
                .list();
    }

    static Account read(ResultSet row) throws SQLException {
        return new Account(
                new UserId(row.getLong("id")),
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("operator"),
                zone(row.getString("time_zone")),
                language(row.getString("language")),
                row.getInt("password_version"));
    }

    private static @Nullable Locale language(@Nullable String tag) {
        return tag == null ? null : Locale.of(tag);
    }

    private static ZoneId zone(@Nullable String name) {
        return name == null ? ZoneId.of("UTC") : ZoneId.of(name);
    }
}
