package dev.headwater.cluster;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much of what is limited in the whole cluster is used at one node.
 *
 * @param nodeId our own id ({@code node.name})
 * @param counts by what is counted, as a number that is the same on all nodes; at most {@value #MAX}
 */
public record NodeUses(String nodeId, Map<Long, Integer> counts) {
    /** Counts that a record tells of at most: 48 KiB. */
    public static final int MAX = 4_096;

    public NodeUses {
        if (nodeId.isBlank()) {
            throw new IllegalArgumentException("node id is blank");
        }
        if (counts.size() > MAX) {
            throw new IllegalArgumentException("%d counts, expected %d at most".formatted(counts.size(), MAX));
        }
        counts = Map.copyOf(counts);
    }

    /** Of too many counts the highest: those are nearest to a limit. */
    public static NodeUses of(String nodeId, Map<Long, Integer> counts) {
        if (counts.size() <= MAX) {
            return new NodeUses(nodeId, counts);
        }
        return new NodeUses(
                nodeId,
                counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(MAX)
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** 0 if the node does not tell. */
    public int of(long counted) {
        return counts.getOrDefault(counted, 0);
    }
}
