package dev.sheaf.report;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
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
/// Each kind of work has a lane: parts, small reports, and what comes before and after parts. No lane takes the
/// place of another, so a small report waits for small reports only.
@Component
@EnableConfigurationProperties(QueueSettings.class)
class Workers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int PLANS_AND_ASSEMBLIES = 2;
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration AFTER_SURPRISE = Duration.ofSeconds(5);
    private static final Duration UNTIL_THE_DATABASE_IS_BACK = Duration.ofSeconds(1);

    private final Queue queue;
    private final Tickets tickets;
    private final QueueSettings settings;
    private final ThisNode node;
    private final DataSource dataSource;
    private final Clock clock;
    private final ObjectProvider<WorkType> registered;
    private final ObjectProvider<RecurringWork> recurring;
    private final Map<WorkKind, WorkType> types = new EnumMap<>(WorkKind.class);
    private final Map<WorkKind, Lane> lanes = new EnumMap<>(WorkKind.class);
    private final int threads;
    private volatile @Nullable Scheduler scheduler;
    private @Nullable DeadWorkers dead;

    Workers(
            Queue queue,
            Tickets tickets,
            QueueSettings settings,
            ThisNode node,
            DataSource dataSource,
            Clock clock,
            ObjectProvider<WorkType> registered,
            ObjectProvider<RecurringWork> recurring) {
        this.queue = queue;
        this.tickets = tickets;
        this.settings = settings;
        this.node = node;
        this.dataSource = dataSource;
        this.clock = clock;
        this.registered = registered;
        this.recurring = recurring;
        var parts = new Lane(settings.workers());
        var small = new Lane(settings.workers() + 2);
        var large = new Lane(PLANS_AND_ASSEMBLIES);
        lanes.put(WorkKind.PART, parts);
        lanes.put(WorkKind.WHOLE, small);
        lanes.put(WorkKind.PLAN, large);
        lanes.put(WorkKind.ASSEMBLY, large);
        this.threads = Stream.of(parts, small, large).mapToInt(Lane::width).sum();
    }

    @Override
    public void start() {
        registered.forEach(type -> types.put(type.kind(), type));
        List<Task<?>> tasks = new ArrayList<>();
        tasks.add(Tasks.custom(Tickets.TASK, Void.class)
                // DeadWorkers sees to them: to be run again, a ticket would wait until some worker has nothing to do.
                .onDeadExecution((_, _) -> {})
                .onFailure(new FailureHandler.OnFailureRetryLater<>(settings.poll()))
                .execute((ticket, _) -> run(ticket.getId())));
        var scheduled = recurring.stream()
                .map(work -> Tasks.recurring(work.name(), FixedDelay.of(work.every()))
                        .execute((_, _) -> work.action().run()))
                .toList();
        Scheduler started = Scheduler.create(dataSource, tasks)
                .startTasks(scheduled)
                .tableName(Tickets.TABLE)
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed(node.name()))
                .threads(threads)
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("worker-", 1).factory()))
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enablePriority()
                .shutdownMaxWait(settings.grace())
                .build();
        started.start();
        scheduler = started;
        tickets.onIssue(started::triggerCheckForDueExecutions);
        Duration heartbeat = settings.heartbeat();
        dead = new DeadWorkers(queue, clock, heartbeat, heartbeat.multipliedBy(MISSED_HEARTBEATS));
        dead.start();
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
                lane(work.get()).leave();
            }
            if (queue.held(ticket) || !tickets.runBy(node.name(), ticket)) {
                // Somebody took this node for dead.
                return (_, _) -> {};
            }
        }
        // A ticket ends only when nothing waits or others look for it, so whatever waits has one.
        return queue.needs(ticket)
                ? new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(settings.poll()))
                : new CompletionHandler.OnCompleteRemove<>();
    }

    /// Has a place in a lane before it takes work for it, so that no more than the lane is wide ever run.
    private Optional<Work> take(String ticket) {
        List<Lane> entered =
                lanes.values().stream().distinct().filter(Lane::enter).toList();
        Optional<Work> work = Optional.empty();
        try {
            work = queue.take(
                    ticket,
                    types.values().stream()
                            .filter(type -> type.open().getAsBoolean())
                            .map(WorkType::kind)
                            .filter(kind -> entered.contains(lanes.get(kind)))
                            .toList());
        } finally {
            Lane kept = work.map(this::lane).orElse(null);
            entered.stream().filter(lane -> lane != kept).forEach(Lane::leave);
            if (kept != null && !entered.contains(kept)) {
                kept.squeezeIn();
            }
        }
        return work;
    }

    private Lane lane(Work work) {
        return Objects.requireNonNull(lanes.get(work.kind()));
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
            putBack(work);
        }
    }

    /// While the database is away, so is whoever could take the work; this node keeps it until it can tell.
    private void putBack(Work work) {
        while (true) {
            try {
                queue.putBack(work, AFTER_SURPRISE);
                return;
            } catch (RuntimeException e) {
                if (!isRunning()) {
                    throw e;
                }
                LOG.warn("{} of report {} cannot be given back yet: {}", work.kind(), work.report(), e.toString());
            }
            try {
                Thread.sleep(UNTIL_THE_DATABASE_IS_BACK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Takes no more work, waits for what runs until the grace is over, and then interrupts it: interrupted
    /// work is given back, for others to do.
    @Override
    public void stop() {
        Scheduler running = scheduler;
        scheduler = null;
        queue.end();
        tickets.onIssue(() -> {});
        if (dead != null) {
            dead.close();
        }
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
