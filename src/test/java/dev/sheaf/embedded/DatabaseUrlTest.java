package dev.sheaf.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h:1/d?user=u, jdbc:postgresql://h:1/d?user=u,,",
        "postgres://u:p@h:5433/d, jdbc:postgresql://h:5433/d, u, p",
        "postgresql://h/d, jdbc:postgresql://h/d,,",
        "postgres://u@h, jdbc:postgresql://h/, u,",
        "postgres:///d, jdbc:postgresql://localhost/d,,",
        "postgres://u%40x:p%2F%3A%2B+@h/d, jdbc:postgresql://h/d, u@x, p/:++",
        "postgres://u:p@[::1]:5432/d, jdbc:postgresql://[::1]:5432/d, u, p",
        "'postgres://a,b:2/d', 'jdbc:postgresql://a,b:2/d',,",
        "'postgres://a,b/d?target_session_attrs=any', 'jdbc:postgresql://a,b/d?targetServerType=any',,",
        "'postgres://a,b/d?target_session_attrs=read-write', 'jdbc:postgresql://a,b/d?targetServerType=primary',,",
        "'postgres://a,b/d?target_session_attrs=read-only', 'jdbc:postgresql://a,b/d?targetServerType=secondary',,",
        "postgres://a/d?target_session_attrs=prefer-standby, jdbc:postgresql://a/d?targetServerType=preferSecondary,,",
        "postgres://h/d?sslmode=require&connect_timeout=3, jdbc:postgresql://h/d?sslmode=require&connectTimeout=3,,",
    })
    void bothWaysToWriteAnAddressAreUnderstood(
            String url, String jdbcUrl, @Nullable String user, @Nullable String password) {
        assertThat(DatabaseUrl.parse(url)).isEqualTo(new DatabaseUrl(jdbcUrl, user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://u:secret@h/d", "h:5432/d", "jdbc:mysql://h/d", "postgres://u:sec@ret@h/d"})
    void othersAreRefusedInOneSentenceThatDoesNotRepeatThem(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("sheaf.database.url")
                .hasMessageNotContaining("sec")
                .hasMessageNotContaining("\n");
    }
}
