package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps by which node after node goes and comes, and what is measured of them. Confined to the lab's thread; blocks it. */
final class Rolling {
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(40);
    private static final Duration SAY_PATIENCE = Duration.ofSeconds(1);
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration FLOW_PATIENCE = Duration.ofSeconds(15);
    private static final double OUTAGE_MS = 2_000;

    /** Shorter gaps are the network's and the machine's. */
    private static final double ORDINARY_GAP_MS = 300;

    private final Scene scene;
    private final LabCluster cluster;
    private final ClusterViews views;
    private final Map<LabNode, Long> told = new HashMap<>();
    private int clean;
    private double longestExitMs;

    Rolling(Scene scene) {
        this.scene = scene;
        this.cluster = scene.cluster();
        this.views = new ClusterViews(cluster);
    }

    /** Terminates a node. @return whether it ended in time */
    boolean end(LabNode node) throws InterruptedException {
        tellToEnd(node);
        return awaitEnd(node);
    }

    /** SIGTERM, and nobody waits for it yet. */
    void tellToEnd(LabNode node) {
        scene.notes()
                .prove(
                        "process %d of %s ran until it was told to end".formatted(node.pid(), node.name()),
                        node.state() == ProcessState.ALIVE);
        told.put(node, System.nanoTime());
        node.terminate();
    }

    /** @return whether a node that was told to has ended in time */
    boolean awaitEnd(LabNode node) throws InterruptedException {
        long start = told.getOrDefault(node, System.nanoTime());
        boolean ended = Waiting.until(EXIT_PATIENCE, () -> {
            views.look();
            return node.awaitEnd(Duration.ZERO).isPresent();
        });
        longestExitMs = Math.max(longestExitMs, (System.nanoTime() - start) / 1e6);
        clean += node.awaitEnd(SAY_PATIENCE).orElse(-1) == 0 ? 1 : 0;
        return ended;
    }

    /** @return whether this one was ready in time, whoever else leaves meanwhile */
    boolean awaitReady(LabNode node) throws InterruptedException {
        return Waiting.until(START_PATIENCE, () -> {
            views.look();
            return node.api().isReady();
        });
    }

    /** @return whether each node was ready and knew all others in time */
    boolean awaitComplete() throws InterruptedException {
        return Waiting.until(START_PATIENCE, () -> {
            views.look();
            return cluster.isComplete();
        });
    }

    /** Until all players get pictures, or not in time, which their gaps tell. */
    void awaitFlow() throws InterruptedException {
        for (var stream : scene.streams()) {
            boolean _ = scene.flows(stream, FLOW_PATIENCE);
        }
    }

    /**
     * Tells all that was seen of nodes, encoders and players.
     *
     * @param ends how many nodes were to end
     * @param reconnects how many times one player may come back
     */
    void tell(int ends, int reconnects) throws InterruptedException {
        var notes = scene.notes();
        notes.exactly("nodes that ended with status 0", clean, ends);
        notes.tellMs("longest time to end", longestExitMs);
        notes.tell("looks at the cluster", views.looks());
        notes.exactly("looks that saw two clusters", views.apart(), 0);
        notes.exactly("nodes that had to merge", cluster.logLines("merges into the other one"), 0);
        var streams = scene.streams();
        streams.forEach(stream -> notes.atMost(
                "tries for one publish of " + stream.name(), stream.encoder().mostTries(), 2));
        measure(streams, reconnects);
    }

    private void measure(List<LabStream> streams, int reconnects) throws InterruptedException {
        var notes = scene.notes();
        var window = scene.window();
        for (var stream : streams) {
            var audience = stream.viewers().audience();
            var encoder = stream.encoder();
            int nodes = encoder.ingests().size();
            notes.atMost(
                    "publishes of " + stream.name(),
                    encoder.publications().size(),
                    1 + nodes); // each of them ends once
            notes.tellMs("longest reconnect of " + stream.name(), encoder.longestReconnectNanos() / 1e6);
            var its = notes.of(stream.name());
            its.atMost("reconnects of one player", audience.most(Disturbance.DISCONNECTED, window), reconnects);
            its.tellMs("longest gap", audience.gapMs(window));
            its.atMostMs("all gaps of one player", audience.outageMs(window, ORDINARY_GAP_MS), OUTAGE_MS);
            its.inOrder(audience, window);
        }
    }
}
