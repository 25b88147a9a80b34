package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether there ever were two clusters, as the nodes see each other. Confined to the lab's thread; blocks it. */
final class ClusterViews {
    private final LabCluster cluster;
    private int looks;
    private int apart;

    ClusterViews(LabCluster cluster) {
        this.cluster = cluster;
    }

    /** Asks every node now. One that does not answer, or is in no cluster, has no view. */
    void look() throws InterruptedException {
        var views = new HashMap<LabNode, List<String>>();
        for (var node : cluster.nodes()) {
            var known = node.api().nodes();
            if (!known.isEmpty()) {
                views.put(node, known);
            }
        }
        looks++;
        apart += views.keySet().stream()
                        .anyMatch(one -> views.keySet().stream().anyMatch(other -> areApart(one, other, views)))
                ? 1
                : 0;
    }

    /** Neither knows the other. A node that comes or goes is unknown to others for a moment, but it knows them. */
    private static boolean areApart(LabNode one, LabNode other, Map<LabNode, List<String>> views) {
        return one != other
                && !views.getOrDefault(one, List.of()).contains(other.name())
                && !views.getOrDefault(other, List.of()).contains(one.name());
    }

    int looks() {
        return looks;
    }

    /** At how many looks two nodes were in different clusters. */
    int apart() {
        return apart;
    }
}
