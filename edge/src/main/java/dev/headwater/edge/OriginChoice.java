package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.server.route.Preference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Which origin gets a publish: as for players one of the same zone before others and one with room before full ones
 * ({@link Preference}); then of two random picks the less loaded, so that edges that know the same loads do not run to one origin.
 * One that was silent a moment ago comes last: it may be frozen, and stays in the directory until the cluster gives it up.
 * Thread-safe.
 */
final class OriginChoice {
    /** Longer than a frozen member stays in the cluster. */
    private static final long SILENT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Preference preference;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final Map<String, Long> silentSince = new ConcurrentHashMap<>(); // by id, of those that were silent lately

    /** @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime} */
    OriginChoice(String zone, RandomGenerator random, LongSupplier nanoTime) {
        this.preference = new Preference(zone);
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** An origin did not say a word. */
    void silent(String originId) {
        silentSince.put(originId, nanoTime.getAsLong());
    }

    /** An origin took a publish. */
    void heard(String originId) {
        silentSince.remove(originId);
    }

    /**
     * The origins that take publishers now, the choice first and behind it those to turn to if it is dead.
     *
     * @param lost id of the one that was lost just now, which comes last; empty for none
     */
    List<NodeRecord> inOrder(List<NodeRecord> nodes, String lost) {
        long now = nanoTime.getAsLong();
        silentSince.values().removeIf(since -> now - since > SILENT_NANOS);
        var silent = Set.copyOf(silentSince.keySet());
        Comparator<NodeRecord> order = Comparator.comparing(
                        (NodeRecord node) -> node.nodeId().equals(lost))
                .thenComparing(node -> silent.contains(node.nodeId()))
                .thenComparing(preference);
        var origins = new ArrayList<>(nodes.stream()
                .filter(node -> node.isOrigin() && !node.draining())
                .toList());
        Collections.shuffle(origins, random);
        origins.sort(order);
        for (int i = 0; i + 1 < origins.size(); i++) { // at each place the less loaded of two
            var pick = origins.get(i);
            var other = origins.get(i + 1);
            if (order.compare(pick, other) == 0 && other.load() < pick.load()) {
                Collections.swap(origins, i, i + 1);
            }
        }
        return origins;
    }
}
