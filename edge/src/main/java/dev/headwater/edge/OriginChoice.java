package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Which origin gets a publish: one of the same zone if there is one, and of two random picks the less loaded. */
final class OriginChoice {
    private final String zone;
    private final RandomGenerator random;

    OriginChoice(String zone, RandomGenerator random) {
        this.zone = zone;
        this.random = random;
    }

    /**
     * The origins that take publishers now, the choice first and behind it those to turn to if it is dead.
     *
     * @param lost id of the one that was lost just now, which comes last; empty for none
     */
    List<NodeRecord> inOrder(List<NodeRecord> nodes, String lost) {
        var order = new ArrayList<NodeRecord>();
        Predicate<NodeRecord> near = node -> node.zone().equals(zone);
        Predicate<NodeRecord> gone = node -> node.nodeId().equals(lost);
        order.addAll(shuffled(nodes, near.and(gone.negate())));
        order.addAll(shuffled(nodes, near.negate().and(gone.negate())));
        order.addAll(shuffled(nodes, gone));
        return order;
    }

    private List<NodeRecord> shuffled(List<NodeRecord> nodes, Predicate<NodeRecord> wanted) {
        var origins = new ArrayList<>(nodes.stream()
                .filter(node -> node.role().equals(NodeRecord.ORIGIN) && !node.draining())
                .filter(wanted)
                .toList());
        Collections.shuffle(origins, random);
        if (origins.size() > 1 && origins.get(1).load() < origins.get(0).load()) {
            Collections.swap(origins, 0, 1);
        }
        return origins;
    }
}
