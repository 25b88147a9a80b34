package dev.headwater.loadtest.scrape;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Collects the answers of one node, in whatever order they come. Thread-safe. */
final class NodeLog {
    private final URI address;
    private final ConcurrentLinkedQueue<NodeSample> samples = new ConcurrentLinkedQueue<>();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicReference<Optional<String>> lastGap = new AtomicReference<>(Optional.empty());

    NodeLog(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    void add(NodeSample sample) {
        samples.add(sample);
    }

    void addGap(Throwable cause) {
        var reason =
                cause instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : cause;
        lastGap.set(Optional.of(Optional.ofNullable(reason.getMessage())
                .orElse(reason.getClass().getSimpleName())));
        gaps.incrementAndGet();
    }

    NodeSeries series() {
        List<NodeSample> inOrder =
                samples.stream().sorted(Comparator.comparing(NodeSample::at)).toList();
        return new NodeSeries(address.toString(), inOrder, gaps.get(), lastGap.get());
    }
}
