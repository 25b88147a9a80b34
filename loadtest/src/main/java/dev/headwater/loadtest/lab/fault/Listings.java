package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import java.util.List;

/** Whether every node can tell of the whole cluster. Confined to the lab's thread; blocks it. */
final class Listings {
    private final LabCluster cluster;
    private final List<String> streams;
    private final List<String> names;
    private int asked;
    private int incomplete;

    /** @param streams that are published all the while */
    Listings(LabCluster cluster, List<LabStream> streams) {
        this.cluster = cluster;
        this.streams = streams.stream().map(LabStream::name).toList();
        this.names = cluster.nodes().stream().map(LabNode::name).toList();
    }

    /** Asks each node now for all nodes, and to hear from them, and for all streams. */
    void look() throws InterruptedException {
        for (var node : cluster.nodes()) {
            asked++;
            boolean complete = node.api().answering().containsAll(names)
                    && node.api().owners().keySet().containsAll(streams);
            incomplete += complete ? 0 : 1;
        }
    }

    int asked() {
        return asked;
    }

    /** How many of the answers had not all nodes and streams. */
    int incomplete() {
        return incomplete;
    }
}
