package dev.headwater.loadtest.scrape;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks nodes for their metrics once a second, from {@link #start} to {@link #close}. A node that does not answer leaves a gap
 * and is asked again a second later: nothing stops the run. Thread-safe.
 */
public final class Scraper implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scrape").factory());
    private final List<NodeLog> nodes;

    private Scraper(List<URI> nodes) {
        this.nodes = nodes.stream().map(NodeLog::new).toList();
    }

    /** @param nodes addresses as {@code http://host:1985/metrics} */
    public static Scraper start(List<URI> nodes) {
        var scraper = new Scraper(nodes);
        if (!nodes.isEmpty()) {
            var _ = scraper.clock.scheduleAtFixedRate(scraper::tick, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
        return scraper;
    }

    /** What the nodes have said so far, in the order in which they were named. */
    public List<NodeSeries> series() {
        return nodes.stream().map(NodeLog::series).toList();
    }

    private void tick() {
        var _ = askAll();
    }

    private CompletableFuture<Void> askAll() {
        return CompletableFuture.allOf(nodes.stream().map(this::ask).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> ask(NodeLog node) {
        var at = Instant.now();
        var request = HttpRequest.newBuilder(node.address()).timeout(PATIENCE).build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> read(at, answer))
                .thenAccept(node::add)
                .exceptionally(cause -> {
                    node.addGap(cause);
                    return null;
                });
    }

    private static NodeSample read(Instant at, HttpResponse<String> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalArgumentException("status " + answer.statusCode());
        }
        return NodeSample.of(at, answer.body());
    }

    /** Asks for the last time, waits for that, and ends. */
    @Override
    public void close() {
        clock.shutdownNow();
        askAll().join();
        http.close();
    }
}
