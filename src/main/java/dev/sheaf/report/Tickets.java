package dev.sheaf.report;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Wake-ups for workers: executions of db-scheduler, written in the transaction that adds the work.
///
/// A ticket stands for no work in particular; whoever runs it takes what is next. Workers of this process are
/// nudged as soon as the transaction has committed, those of others find the ticket at their next poll.
@Component
class Tickets {

    static final String TASK = "work";
    static final String TABLE = "sheaf.scheduled_tasks";

    private final SchedulerClient client;
    private final JdbcClient jdbc;
    private volatile Runnable nudge = () -> {};

    Tickets(DataSource dataSource, JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(TABLE)
                .enablePriority()
                .build();
    }

    void onIssue(Runnable wakeUp) {
        this.nudge = wakeUp;
    }

    void issue(int count, Instant when) {
        client.scheduleBatch(
                Stream.generate(() ->
                                new TaskInstance<Void>(TASK, UUID.randomUUID().toString()))
                        .limit(count)
                        .<TaskInstance<?>>map(ticket -> ticket)
                        .toList(),
                when);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                nudge.run();
            }
        });
    }

    /// True if `ticket` is run by `node`, as far as everybody knows.
    boolean runBy(String node, String ticket) {
        return jdbc.sql("""
                select exists (select from sheaf.scheduled_tasks
                               where task_name = :task and task_instance = :ticket and picked and picked_by = :node)
                """)
                .param("task", TASK)
                .param("ticket", ticket)
                .param("node", node)
                .query(Boolean.class)
                .single();
    }

    /// True if as many as `count` others that nobody runs come before `ticket` in an order that all agree on, and will
    /// be run by then. However many ask that at once and leave, so many stay.
    boolean enoughBefore(String ticket, int count, Instant then) {
        return jdbc.sql("""
                        select count(*) from (select from sheaf.scheduled_tasks
                                              where task_name = :task and task_instance < :ticket
                                                and not picked and execution_time <= :then
                                              limit :count) others
                        """)
                        .param("task", TASK)
                        .param("ticket", ticket)
                        .param("then", then.atOffset(ZoneOffset.UTC))
                        .param("count", count)
                        .query(Integer.class)
                        .single()
                == count;
    }

    /// True if somebody who runs a ticket has given no sign of life since then.
    boolean anySilent(Instant since) {
        return jdbc.sql("""
                select exists (select from sheaf.scheduled_tasks
                               where task_name = :task and picked and last_heartbeat < :since)
                """)
                .param("task", TASK)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /// Removes the tickets of those who have given no sign of life since then, for good: whoever is not dead but late
    /// finds that theirs is gone.
    ///
    /// @return how many
    int removeSilent(Instant since) {
        return jdbc.sql(
                        "delete from sheaf.scheduled_tasks where task_name = :task and picked and last_heartbeat < :since")
                .param("task", TASK)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .update();
    }
}
