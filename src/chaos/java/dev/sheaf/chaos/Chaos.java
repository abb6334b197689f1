package dev.sheaf.chaos;

import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.Cluster;
import dev.sheaf.testing.FaultProxy.Fault;
import dev.sheaf.testing.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Runs two servers on one database and one store, asks for reports all the time, does them harm at random, and then
/// holds the whole history against the promise.
///
/// Exits with 1 if the promise was broken.
final class Chaos {

    private static final long CLICKS = 20_000;

    private final Cluster cluster;
    private final Random random;
    private final Harm harm;
    private final Orders orders;

    private Chaos(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new Random(seed);
        this.harm = new Harm(cluster);
        this.orders = new Orders(cluster, new Random(seed + 1));
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        int minutes = Integer.parseInt(value(given, "--minutes", "3"));
        long seed = Long.parseLong(value(given, "--seed", Long.toString(new Random().nextInt(1_000_000))));
        System.out.printf("seed %d, %d minutes%n", seed, minutes);
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "chaos").toAbsolutePath()), "run");
        boolean kept;
        try (var cluster = new Cluster(folder, CLICKS, 2, "--sheaf.build.part-rows=500")) {
            System.out.println("logs in " + folder);
            kept = new Chaos(cluster, seed).run(Duration.ofMinutes(minutes));
        }
        System.exit(kept ? 0 : 1);
    }

    private static String value(List<String> given, String option, String otherwise) {
        int at = given.indexOf(option);
        return at < 0 ? otherwise : given.get(at + 1);
    }

    private boolean run(Duration time) throws Exception {
        Instant end = Instant.now().plus(time);
        var asking = CompletableFuture.runAsync(() -> orders.placeUntil(end));
        while (Instant.now().isBefore(end)) {
            Thread.sleep(1_000 + random.nextInt(3_000));
            revive();
            Node node = cluster.node(1 + random.nextInt(cluster.nodes().size()));
            harm.inflict(node, random);
        }
        asking.join();
        for (Node node : cluster.nodes()) {
            node.database().set(Fault.NONE);
            node.store().set(Fault.NONE);
        }
        revive();
        for (Node node : cluster.nodes()) {
            node.awaitReady();
        }
        await().atMost(Duration.ofMinutes(3))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(orders::allAnswered);
        harm.print();
        return new Verdict(cluster, orders.accepted(), orders.deleted()).holds();
    }

    /// A server that is started amid faults may well refuse to.
    private void revive() throws Exception {
        for (Node node : cluster.nodes()) {
            if (!node.running()) {
                node.start();
            }
        }
    }
}
