package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import java.util.Comparator;

/**
 * What comes before the load when a node is chosen for a client of {@code zone}: nodes of that zone before others, and within a
 * zone those with room before full ones.
 */
public record Preference(String zone) implements Comparator<NodeRecord> {
    /** From this load on a node is chosen only if no other of its zone can be. */
    private static final double FULL = 0.9;

    @Override
    public int compare(NodeRecord one, NodeRecord other) {
        int byZone = Boolean.compare(isFar(one), isFar(other));
        return byZone != 0 ? byZone : Boolean.compare(isFull(one), isFull(other));
    }

    private boolean isFar(NodeRecord node) {
        return !node.zone().equals(zone);
    }

    private static boolean isFull(NodeRecord node) {
        return node.load() >= FULL;
    }
}
