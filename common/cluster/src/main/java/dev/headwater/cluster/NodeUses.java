package dev.headwater.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much of what is limited in the whole cluster is used at one node.
 *
 * @param nodeId our own id ({@code node.name})
 * @param counts by what is counted, as a number that is the same on all nodes; at most {@value #MAX}
 */
public record NodeUses(String nodeId, Map<Long, Integer> counts) {
    /** Counts that a record tells of at most: 48 KiB. */
    public static final int MAX = 4_096;

    /** The highest counts, for which there is room however many names are published. */
    private static final int HIGHEST = 1_024;

    public NodeUses {
        if (nodeId.isBlank()) {
            throw new IllegalArgumentException("node id is blank");
        }
        if (counts.size() > MAX) {
            throw new IllegalArgumentException("%d counts, expected %d at most".formatted(counts.size(), MAX));
        }
        counts = Map.copyOf(counts);
    }

    /**
     * Of too many the {@value #HIGHEST} highest counts, since those are nearest to a limit; then the names, whose 1 says as much as
     * any count; then the next highest counts.
     *
     * @param published the names that are published at the node
     * @param counts of all else
     */
    public static NodeUses of(String nodeId, Map<Long, Integer> published, Map<Long, Integer> counts) {
        var byHeight = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        int highest = Math.min(HIGHEST, byHeight.size());
        return new NodeUses(
                nodeId,
                Stream.of(
                                byHeight.subList(0, highest),
                                published.entrySet(),
                                byHeight.subList(highest, byHeight.size()))
                        .flatMap(Collection::stream)
                        .limit(MAX)
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** 0 if the node does not tell. */
    public int of(long counted) {
        return counts.getOrDefault(counted, 0);
    }
}
