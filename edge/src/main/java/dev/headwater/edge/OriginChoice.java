package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Which origin gets a publish: one of the same zone if there is one, and of two random picks the less loaded. */
final class OriginChoice {
    private final String zone;
    private final RandomGenerator random;

    OriginChoice(String zone, RandomGenerator random) {
        this.zone = zone;
        this.random = random;
    }

    /** Empty if no origin takes publishers now. */
    Optional<NodeRecord> best(List<NodeRecord> nodes) {
        var origins = nodes.stream()
                .filter(node -> node.role().equals(NodeRecord.ORIGIN) && !node.draining())
                .toList();
        var near = origins.stream().filter(node -> node.zone().equals(zone)).toList();
        var candidates = near.isEmpty() ? origins : near;
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var first = candidates.get(random.nextInt(candidates.size()));
        var second = candidates.get(random.nextInt(candidates.size()));
        return Optional.of(first.load() <= second.load() ? first : second);
    }
}
