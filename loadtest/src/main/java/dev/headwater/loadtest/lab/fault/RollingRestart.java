package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every node is terminated and started anew, one after the other, while streams are published to origins and through an
 * edge. In an upgrade the cluster begins whole of an earlier version, and both stand side by side for a while after each step.
 *
 * <p>Edges go first, from the last to the first. The last has no players in the beginning, and a player comes back at the
 * edge behind its own, so it finds one that is new already: no order would spare players of a full cluster a second move.
 */
enum RollingRestart implements Fault {
    /** As the version that it was. */
    SAME("F14", "rolling restart of every node"),

    /** From an earlier version to the lab's own. */
    UPGRADE("F15", "rolling upgrade of every node, old and new version mixed");

    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(40);
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LOOKS_AT_MIXTURE = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final double OUTAGE_MS = 2_000;

    /** Shorter gaps are the network's and the machine's. */
    private static final double ORDINARY_GAP_MS = 300;

    private final String id;
    private final String title;

    RollingRestart(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Optional<String> missing(LabSettings settings) {
        return this == UPGRADE && settings.old().isEmpty()
                ? Optional.of("needs --old FOLDER, an unpacked distribution of an earlier version")
                : Optional.empty();
    }

    /** A JVM that starts takes all processors of a small machine. */
    @Override
    public boolean isLoad() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var nodes = settings.topology().atLeast(3, 2).withStreams(1);
        return this == UPGRADE ? settings.old().map(nodes::of).orElse(nodes) : nodes;
    }

    @Override
    public int homes(LabCluster cluster) {
        return cluster.edges().size() - 1;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        var notes = scene.notes();
        scene.stream(
                "forwarded",
                cluster.edges(),
                scene.streams().getFirst().viewers().audience().players().size(),
                cluster.edges(),
                homes(cluster));
        var views = new ClusterViews(cluster);
        var listings = new Listings(cluster, scene.streams());
        var order = new ArrayList<LabNode>(cluster.edges().reversed());
        order.addAll(cluster.origins());
        int restarted = 0;
        int clean = 0;
        double longestExitMs = 0;
        if (this == UPGRADE) {
            proveVersion(scene, cluster.nodes().size());
        }

        scene.begin();
        for (var node : order) {
            long start = System.nanoTime();
            long pid = node.pid();
            node.terminate();
            boolean ended = Waiting.until(EXIT_PATIENCE, () -> {
                views.look();
                return node.awaitEnd(Duration.ZERO).isPresent();
            });
            longestExitMs = Math.max(longestExitMs, (System.nanoTime() - start) / 1e6);
            if (!ended) {
                break;
            }
            clean += node.awaitEnd(Duration.ofSeconds(1)).orElse(-1) == 0 ? 1 : 0;
            restart(node, cluster);
            boolean complete = Waiting.until(START_PATIENCE, () -> {
                views.look();
                return cluster.awaitComplete(Duration.ZERO, () -> {});
            });
            restarted += complete && node.pid() != pid ? 1 : 0;
            for (var stream : scene.streams()) {
                boolean _ = scene.flows(stream, PATIENCE);
            }
            if (this == UPGRADE) {
                for (int i = 0; i < LOOKS_AT_MIXTURE; i++) {
                    Waiting.pause(BETWEEN_LOOKS);
                    listings.look();
                }
            }
        }
        Waiting.pause(scene.settings().after());

        notes.prove("nodes restarted: " + restarted, restarted == order.size());
        if (this == UPGRADE) {
            proveVersion(scene, 0);
            notes.tell("lists asked for while versions were mixed", listings.asked());
            notes.exactly("lists without some node or stream", listings.incomplete(), 0);
        }
        notes.exactly("nodes that ended with status 0", clean, order.size());
        notes.tellMs("longest time to end", longestExitMs);
        notes.tell("looks at the cluster", views.looks());
        notes.exactly("looks that saw two clusters", views.apart(), 0);
        notes.exactly("nodes that had to merge", cluster.logLines("merges into the other one"), 0);
        scene.streams()
                .forEach(stream -> notes.atMost(
                        "tries for one publish of " + stream.name(),
                        stream.encoder().mostTries(),
                        2));
        measure(scene, scene.streams());
    }

    private void restart(LabNode node, LabCluster cluster) {
        switch (this) {
            case SAME -> node.startAgain();
            case UPGRADE -> cluster.upgrade(node);
        }
    }

    private static void proveVersion(Scene scene, int old) {
        var version = scene.settings().old();
        long found = scene.cluster().nodes().stream()
                .filter(node -> version.filter(node::runs).isPresent())
                .count();
        scene.notes().prove("nodes of the old version: " + found, found == old);
    }

    private static void measure(Scene scene, List<LabStream> streams) throws InterruptedException {
        var notes = scene.notes();
        var window = scene.window();
        for (var stream : streams) {
            var audience = stream.viewers().audience();
            var encoder = stream.encoder();
            notes.tell("publishes of " + stream.name(), encoder.publications().size());
            notes.tellMs("longest reconnect of " + stream.name(), encoder.longestReconnectNanos() / 1e6);
            notes.atMost("reconnects of one player", audience.most(Disturbance.DISCONNECTED, window), 1);
            notes.tellMs("longest gap", audience.gapMs(window));
            notes.atMostMs("all gaps of one player", audience.outageMs(window, ORDINARY_GAP_MS), OUTAGE_MS);
            notes.inOrder(audience, window);
        }
    }
}
