package dev.sheaf.bench.api;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends one request over and over, on 16 connections, each waiting for its answer.
final class Load implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Sends `request` for so long; the time of each answer in milliseconds.
    List<Double> send(HttpRequest request, int expected, Duration time) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var senders = new ArrayList<Future<List<Double>>>();
            for (int sender = 0; sender < CONNECTIONS; sender++) {
                Callable<List<Double>> sending = () -> sendUntil(end, request, expected);
                senders.add(threads.submit(sending));
            }
            var all = new ArrayList<Double>();
            for (Future<List<Double>> sender : senders) {
                all.addAll(sender.get());
            }
            return all;
        }
    }

    private List<Double> sendUntil(long end, HttpRequest request, int expected)
            throws IOException, InterruptedException {
        var times = new ArrayList<Double>();
        for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(request.uri() + " answered " + answer.statusCode());
            }
            times.add((System.nanoTime() - begin) / 1e6);
        }
        return times;
    }

    @Override
    public void close() {
        http.close();
    }
}
