package dev.sheaf.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.report.Expired;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.KeepingStore;
import dev.sheaf.storage.S3Settings;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Files whose time is over, in a store that does not let go of all of them.
class ExpireFilesTest extends ServerTest {

    @Autowired
    private Bucket bucket;

    @Autowired
    private S3Settings store;

    @Autowired
    private Expired expired;

    @Autowired
    private Sweep sweep;

    @Test
    void aFileThatCannotBeDeletedIsLeftToTheSweeperAndKeepsNoneOfThoseBehindIt() {
        Person person = people().operator();
        String locked = expiredFile(report(person, "nl"), 2);
        String behind = expiredFile(report(person, "de"), 1);

        try (Bucket keeping = KeepingStore.open(store, locked::equals)) {
            new ExpireFiles().expiry(expired, keeping).action().run();
        }

        assertThat(bucket.size(behind)).isEmpty();
        assertThat(recorded(locked)).isFalse();
        assertThat(recorded(behind)).isFalse();
        sweep.all();
        assertThat(bucket.size(locked)).isEmpty();
    }

    /// The key of the file of a report whose time is over since `days`.
    private String expiredFile(long report, int days) {
        return jdbc.sql("""
                update sheaf.reports set expires_at = now() - make_interval(days => ?) where id = ?
                returning old.object_key
                """).params(days, report).query(String.class).single();
    }

    private boolean recorded(String key) {
        return jdbc.sql("select exists (select from sheaf.reports where object_key = ?)")
                .param(key)
                .query(Boolean.class)
                .single();
    }
}
