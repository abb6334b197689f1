package dev.sheaf.bench.api;

import dev.sheaf.bench.Median;
import dev.sheaf.bench.Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Whether the time of a 404 tells a report of somebody else from one that is not there: the newest of all and the
/// next id are asked for by one caller, one at a time, in pairs of either order.
final class ForeignReports {

    private static final int WARM_UP = 2_000;
    private static final int PAIRS = 40_000;

    private final Server server;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ForeignReports(Server server, String key) {
        this.server = server;
        this.key = key;
    }

    static void measure(Server server, String key, long foreign) throws IOException, InterruptedException {
        var bench = new ForeignReports(server, key);
        long absent = foreign + 1;
        for (int i = 0; i < WARM_UP; i++) {
            var _ = bench.ask(foreign);
            var _ = bench.ask(absent);
        }
        var lot = new SplittableRandom(PAIRS);
        List<Double> foreignTimes = new ArrayList<>();
        List<Double> absentTimes = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            // By lot: whatever comes round every few requests would meet the same one of them again and again.
            if (lot.nextBoolean()) {
                foreignTimes.add(bench.ask(foreign));
                absentTimes.add(bench.ask(absent));
            } else {
                absentTimes.add(bench.ask(absent));
                foreignTimes.add(bench.ask(foreign));
            }
        }
        print("foreign", foreignTimes);
        print("absent", absentTimes);
        long slower = 0;
        for (int i = 0; i < PAIRS; i++) {
            slower += foreignTimes.get(i) > absentTimes.get(i) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "foreign was the slower of its pair in %.1f %% of %,d; without a difference 19 runs of 20 give 50 ± %.1f %%%n",
                100.0 * slower / PAIRS,
                PAIRS,
                98 / Math.sqrt(PAIRS));
    }

    private double ask(long report) throws IOException, InterruptedException {
        HttpRequest request =
                server.request("/api/v1/exports/" + report, key).build();
        long begin = System.nanoTime();
        int status = http.send(request, BodyHandlers.ofByteArray()).statusCode();
        double time = (System.nanoTime() - begin) / 1e6;
        if (status != 404) {
            throw new IllegalStateException(request.uri() + " answered " + status);
        }
        return time;
    }

    private static void print(String what, List<Double> times) {
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.3f ms, p90 %.3f ms, p99 %.3f ms%n",
                what,
                Median.percentile(times, 50),
                Median.percentile(times, 90),
                Median.percentile(times, 99));
    }
}
