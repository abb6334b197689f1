package dev.sheaf.chaos;

import dev.sheaf.testing.Cluster;
import dev.sheaf.testing.FaultProxy;
import dev.sheaf.testing.FaultProxy.Fault;
import dev.sheaf.testing.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is done to servers, and how long it takes until the work of a killed one is resumed.
final class Harm {

    private static final List<Fault> FAULTS = List.of(Fault.DELAY, Fault.THROTTLE, Fault.SILENCE, Fault.REFUSE);
    private static final int CONNECTIONS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final Map<String, Integer> done = new TreeMap<>();
    private final Queue<Resumed> resumed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger harms = new AtomicInteger();

    private record Held(long work, long lease) {}

    /// `alone`: the other server was at work, and no other harm was done meanwhile.
    private record Resumed(long millis, boolean alone) {}

    Harm(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Returns when the harm is over, but for a killed server, which is started again. One that has not yet begun to
    /// work is left to begin: only its connections are harmed.
    void inflict(Node node, Random random) throws Exception {
        int harm = random.nextInt(8);
        switch (node.answers() ? harm : Math.max(harm, CONNECTIONS)) {
            case 0 -> {
                note("kill -9");
                boolean another = cluster.nodes().stream().anyMatch(other -> other != node && other.answers());
                node.kill();
                List<Held> held = heldBy(node);
                Instant since = Instant.now();
                Thread.ofVirtual().start(() -> measure(held, since, another));
                Thread.sleep(random.nextInt(15_000));
            }
            case 1 -> {
                note("SIGTERM");
                if (!node.terminate(Duration.ofSeconds(30))) {
                    note("SIGTERM that took over 30 s");
                    node.kill();
                }
            }
            case 2 -> {
                note("SIGSTOP and SIGCONT");
                node.freeze();
                Thread.sleep(1_000 + random.nextInt(14_000));
                node.thaw();
            }
            case 3 -> {
                note("database connections reset");
                node.database().reset();
            }
            case 4 -> {
                note("store connections cut");
                node.store().cut();
            }
            case 5, 6 -> fault("store", node.store(), random);
            default -> fault("database", node.database(), random);
        }
    }

    private void fault(String which, FaultProxy proxy, Random random) throws InterruptedException {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        note(which + " " + fault);
        proxy.set(fault);
        Thread.sleep(1_000 + random.nextInt(9_000));
        proxy.set(Fault.NONE);
    }

    private void note(String what) {
        System.out.println(Instant.now() + " " + what);
        done.merge(what, 1, Integer::sum);
        harms.incrementAndGet();
    }

    private List<Held> heldBy(Node node) {
        return cluster.jdbc()
                .sql("""
                select w.id, w.lease from sheaf.work w join sheaf.scheduled_tasks t on t.task_instance = w.ticket
                where t.picked_by like :node
                """)
                .param("node", node.name() + "/%")
                .query((row, _) -> new Held(row.getLong("id"), row.getLong("lease")))
                .list();
    }

    private void measure(List<Held> held, Instant since, boolean another) {
        int before = harms.get();
        var waiting = held.stream().collect(Collectors.toMap(Held::work, Held::lease));
        while (!waiting.isEmpty() && Instant.now().isBefore(since.plus(PATIENCE))) {
            Map<Long, Long> now = cluster.jdbc()
                    .sql("select id, coalesce(lease, 0) as lease from sheaf.work")
                    .query((row, _) -> Map.entry(row.getLong("id"), row.getLong("lease")))
                    .list()
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            waiting.entrySet().removeIf(work -> {
                // Gone, or under another lease; 0 is under none.
                Long lease = now.get(work.getKey());
                boolean taken = lease == null || (lease != 0 && !lease.equals(work.getValue()));
                if (taken) {
                    resumed.add(new Resumed(Duration.between(since, Instant.now()).toMillis(), another && harms.get() == before));
                }
                return taken;
            });
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
        if (!waiting.isEmpty()) {
            note("work of a killed server that nobody took in " + PATIENCE);
        }
    }

    void print() {
        System.out.println("done: " + done);
        print("from kill to resumption", resumed.stream());
        print("of these, with another server at work and no other harm meanwhile", resumed.stream().filter(Resumed::alone));
    }

    private static void print(String what, Stream<Resumed> some) {
        List<Long> times = some.map(Resumed::millis).sorted().toList();
        if (times.isEmpty()) {
            System.out.println(what + ": no work");
            return;
        }
        System.out.printf(
                "%s: %d pieces of work, median %d ms, 90 %% %d ms, longest %d ms; by seconds %s%n",
                what,
                times.size(),
                times.get(times.size() / 2),
                times.get(times.size() * 9 / 10),
                times.getLast(),
                times.stream()
                        .collect(Collectors.groupingBy(
                                time -> time / 1000, TreeMap::new, Collectors.counting())));
    }
}
