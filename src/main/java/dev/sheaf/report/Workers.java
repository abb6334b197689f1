package dev.sheaf.report;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Runs tickets: takes work while there is some, hands it to whoever registered for its kind.
///
/// At most `workers` parts are read at once. Two more threads stand ready for everything else, so that small
/// reports, plans and assemblies never wait for parts.
@Component
@EnableConfigurationProperties(QueueSettings.class)
class Workers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int THREADS_BESIDE_PARTS = 2;
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(5);
    private static final Duration AFTER_SURPRISE = Duration.ofSeconds(5);

    private final Queue queue;
    private final Tickets tickets;
    private final QueueSettings settings;
    private final DataSource dataSource;
    private final ObjectProvider<WorkType> registered;
    private final ObjectProvider<RecurringWork> recurring;
    private final Map<WorkKind, WorkType> types = new EnumMap<>(WorkKind.class);
    private final AtomicInteger parts = new AtomicInteger();
    private volatile @Nullable Scheduler scheduler;

    Workers(
            Queue queue,
            Tickets tickets,
            QueueSettings settings,
            DataSource dataSource,
            ObjectProvider<WorkType> registered,
            ObjectProvider<RecurringWork> recurring) {
        this.queue = queue;
        this.tickets = tickets;
        this.settings = settings;
        this.dataSource = dataSource;
        this.registered = registered;
        this.recurring = recurring;
    }

    @Override
    public void start() {
        registered.forEach(type -> types.put(type.kind(), type));
        List<Task<?>> tasks = new ArrayList<>();
        tasks.add(Tasks.custom(Tickets.TASK, Void.class)
                .onDeadExecutionRevive()
                .execute((ticket, _) -> run(ticket.getId())));
        var scheduled = recurring.stream()
                .map(work -> Tasks.recurring(work.name(), FixedDelay.of(work.every()))
                        .execute((_, _) -> work.action().run()))
                .toList();
        Scheduler started = Scheduler.create(dataSource, tasks)
                .startTasks(scheduled)
                .tableName(Tickets.TABLE)
                .threads(settings.workers() + THREADS_BESIDE_PARTS)
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("worker-", 1).factory()))
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enablePriority()
                .shutdownMaxWait(SHUTDOWN_WAIT)
                .build();
        started.start();
        scheduler = started;
        tickets.onIssue(started::triggerCheckForDueExecutions);
    }

    private CompletionHandler<Void> run(String ticket) {
        while (isRunning()) {
            Optional<Work> work = take(ticket);
            if (work.isEmpty()) {
                break;
            }
            try {
                run(work.get());
            } finally {
                if (work.get().kind() == WorkKind.PART) {
                    parts.decrementAndGet();
                }
            }
        }
        // A ticket ends only when nothing waits, so whatever waits has one.
        return queue.somethingWaits()
                ? new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(settings.poll()))
                : new CompletionHandler.OnCompleteRemove<>();
    }

    /// Counts a part among the running ones before it is taken, so that no more than `workers` ever run.
    private Optional<Work> take(String ticket) {
        boolean partMayRun = parts.incrementAndGet() <= settings.workers();
        Optional<Work> work = queue.take(
                ticket,
                types.values().stream()
                        .filter(type -> type.open().getAsBoolean())
                        .map(WorkType::kind)
                        .filter(kind -> kind != WorkKind.PART || partMayRun)
                        .toList());
        if (work.isEmpty() || work.get().kind() != WorkKind.PART) {
            parts.decrementAndGet();
        }
        return work;
    }

    private void run(Work work) {
        try {
            WorkType type = types.get(work.kind());
            if (type == null) {
                throw new IllegalStateException("Nobody here does " + work.kind());
            }
            type.handler().accept(work);
        } catch (RuntimeException | Error e) {
            LOG.error("{} of report {} ended in a way nobody foresaw", work.kind(), work.report(), e);
            queue.putBack(work, AFTER_SURPRISE);
        }
    }

    @Override
    public void stop() {
        Scheduler running = scheduler;
        scheduler = null;
        tickets.onIssue(() -> {});
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }
}
