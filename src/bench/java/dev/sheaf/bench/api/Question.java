package dev.sheaf.bench.api;

import dev.sheaf.bench.Median;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/// One request that is measured, the status that it must answer, and what its rounds have come to. Not thread safe.
final class Question {

    private final String name;
    private final HttpRequest request;
    private final int status;
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();
    private double serverCpu;
    private double databaseCpu;

    Question(String name, HttpRequest request, int status) {
        this.name = name;
        this.request = request;
        this.status = status;
    }

    HttpRequest request() {
        return request;
    }

    int status() {
        return status;
    }

    /// One round: `times` in milliseconds, the rest in seconds.
    void add(List<Double> times, double wall, double serverCpu, double databaseCpu) {
        perSecond.add(times.size() / wall);
        this.times.addAll(times);
        this.serverCpu += serverCpu;
        this.databaseCpu += databaseCpu;
    }

    /// A row of the table; the ratio is that of requests a second in each round.
    String row(Question yardstick) {
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < perSecond.size(); round++) {
            ratios.add(perSecond.get(round) / yardstick.perSecond.get(round));
        }
        return "| %s | %,.0f | %.2f | %.1f | %.1f | %.2f | %.2f |"
                .formatted(
                        name,
                        Median.of(perSecond),
                        Median.of(ratios),
                        Median.percentile(times, 50),
                        Median.percentile(times, 99),
                        serverCpu * 1000 / times.size(),
                        databaseCpu * 1000 / times.size());
    }
}
