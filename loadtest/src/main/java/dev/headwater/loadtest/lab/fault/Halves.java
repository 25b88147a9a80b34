package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.machine.Cut;
import dev.headwater.loadtest.lab.machine.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster falls into. Confined to the lab's thread; its questions block it.
 *
 * @param near all other nodes
 * @param far an origin and an edge
 */
record Halves(LabCluster cluster, List<LabNode> near, List<LabNode> far) {
    /** In the log of a node whose half has come over to the other. */
    static final String MERGED = "merged; every node";

    static Halves of(LabCluster cluster, LabNode farOrigin, LabNode farEdge) {
        var far = List.of(farOrigin, farEdge);
        var near = cluster.nodes().stream().filter(node -> !far.contains(node)).toList();
        return new Halves(cluster, near, far);
    }

    /** The last origin and the last edge are far. */
    static Halves of(LabCluster cluster) {
        return of(cluster, cluster.origins().getLast(), cluster.edges().getLast());
    }

    LabNode farOrigin() {
        return far.getFirst();
    }

    /** Its place among the edges. */
    int farEdge() {
        return cluster.edges().indexOf(far.getLast());
    }

    /** The first of them. */
    LabNode nearOrigin() {
        return cluster.origins().stream().filter(near::contains).findFirst().orElseThrow();
    }

    Cut cut(Cut.Traffic traffic) {
        return cluster.network().cut(places(far), places(near), traffic);
    }

    private static List<Place> places(List<LabNode> nodes) {
        return nodes.stream().map(LabNode::place).toList();
    }

    /** Whether both have given each other up: until then a claim may wait for a member of the other one. */
    boolean haveLostEachOther() throws InterruptedException {
        for (var origin : cluster.origins()) {
            var others = near.contains(origin) ? far : near;
            var known = origin.api().nodes();
            if (known.isEmpty() || others.stream().anyMatch(node -> known.contains(node.name()))) {
                return false;
            }
        }
        return true;
    }

    /** When the first origin after that was of the other half's cluster. */
    Optional<Instant> mergedAfter(Instant healed) {
        return cluster.origins().stream()
                .flatMap(origin -> origin.logTimes(MERGED).stream())
                .filter(time -> time.isAfter(healed))
                .min(Comparator.naturalOrder());
    }

    /** Whether the origins of both know all nodes. */
    boolean knowEachOther() throws InterruptedException {
        for (var origin : cluster.origins()) {
            var known = origin.api().nodes();
            if (!cluster.nodes().stream().allMatch(node -> known.contains(node.name()))) {
                return false;
            }
        }
        return true;
    }
}
