package dev.headwater.server.relay;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamRecord;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The nodes through which a stream may be had while its owner is out of reach: all that have a relay port. Those that have the
 * stream already come first, then those of this zone; equals come in random order, so that edges that lose an owner together do
 * not run to one node.
 */
final class DetourChoice {
    private final NodesView nodes;
    private final RelaySelf self;
    private final RandomGenerator random;

    DetourChoice(NodesView nodes, RelaySelf self, RandomGenerator random) {
        this.nodes = nodes;
        this.self = self;
        this.random = random;
    }

    /** The best first. Completes on any thread: hop. */
    Future<List<RelayAddress>> inOrder(StreamRecord owner) {
        return nodes.recent().map(known -> inOrder(known, owner));
    }

    private List<RelayAddress> inOrder(List<NodeRecord> known, StreamRecord owner) {
        var able = new ArrayList<>(known.stream()
                .filter(node -> node.relayPort() != 0 && !node.draining())
                .filter(node -> !node.nodeId().equals(owner.originId()))
                .filter(node -> !node.nodeId().equals(self.node()))
                .toList());
        Collections.shuffle(able, random);
        able.sort(Comparator.comparing((NodeRecord node) -> !node.streams().mayHave(owner.key()))
                .thenComparing(node -> !node.zone().equals(self.zone())));
        return able.stream()
                .map(node -> new RelayAddress(node.relayHost(), node.relayPort()))
                .toList();
    }
}
