package dev.headwater.server.control;

import com.sun.management.OperatingSystemMXBean;
import dev.headwater.server.metrics.NodeMetrics;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;

/**
 * The last hour of a node, so that it is there before anybody looks. Thread-safe but {@link #sample}, which has one caller; holds
 * {@value #KEPT} samples.
 */
public final class NodeHistory {
    /** Between two samples. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    static final int KEPT = 360;
    private static final int BITS = 8;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final NodeMetrics metrics;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ConcurrentLinkedDeque<NodeSample> samples = new ConcurrentLinkedDeque<>();
    private Totals before;

    /** @param nanoTime a monotonic clock in nanoseconds, for rates; the other is for people */
    public NodeHistory(NodeMetrics metrics, InstantSource clock, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
        before = totals();
    }

    private record Totals(long nanos, double received, double sent, double relayed, double dropped) {}

    private Totals totals() {
        return new Totals(
                nanoTime.getAsLong(),
                metrics.rtmp.receivedBytes.count() + metrics.http.receivedBytes.count(),
                metrics.rtmp.sentBytes() + metrics.http.sentBytes(),
                metrics.relay.sentBytes(),
                metrics.fanout.droppedFrames());
    }

    /** Takes the next sample; call it every {@link #INTERVAL}. A second one of the same interval takes its place. */
    public void sample() {
        long interval = INTERVAL.toSeconds();
        long at = Math.round((double) clock.millis() / INTERVAL.toMillis()) * interval;
        var now = totals();
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        if (!samples.isEmpty() && samples.getLast().at() == at) {
            samples.removeLast();
        }
        samples.addLast(new NodeSample(
                at,
                metrics.rtmp.players() + metrics.http.players(),
                metrics.rtmp.publishers.value() + metrics.http.publishers.value(),
                (now.received() - before.received()) * BITS / seconds,
                (now.sent() - before.sent()) * BITS / seconds,
                (now.relayed() - before.relayed()) * BITS / seconds,
                (now.dropped() - before.dropped()) / seconds,
                Math.clamp(SYSTEM.getProcessCpuLoad(), 0, 1)));
        before = now;
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
    }

    /** The samples after this second, the oldest first. */
    List<NodeSample> since(long second) {
        return samples.stream().filter(sample -> sample.at() > second).toList();
    }
}
