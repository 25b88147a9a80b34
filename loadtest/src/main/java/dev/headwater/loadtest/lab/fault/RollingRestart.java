package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every node is terminated and started anew, one after the other, while streams are published to origins and through an
 * edge: an upgrade of the whole cluster.
 *
 * <p>Edges go first, from the last to the first. The last has no players in the beginning, and a player comes back at the
 * edge behind its own, so it finds one that is new already: no order would spare players of a full cluster a second move.
 */
final class RollingRestart implements Fault {
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(40);
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final double OUTAGE_MS = 2_000;

    /** Shorter gaps are the network's and the machine's. */
    private static final double ORDINARY_GAP_MS = 300;

    @Override
    public String id() {
        return "F14";
    }

    @Override
    public String title() {
        return "rolling restart of every node";
    }

    /** A JVM that starts takes all processors of a small machine. */
    @Override
    public boolean isLoad() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(3, 2).withStreams(1);
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
        var order = new ArrayList<LabNode>(cluster.edges().reversed());
        order.addAll(cluster.origins());
        int restarted = 0;
        int clean = 0;
        double longestExitMs = 0;

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
            node.startAgain();
            boolean complete = Waiting.until(START_PATIENCE, () -> {
                views.look();
                return cluster.awaitComplete(Duration.ZERO, () -> {});
            });
            restarted += complete && node.pid() != pid ? 1 : 0;
            for (var stream : scene.streams()) {
                boolean _ = scene.flows(stream, PATIENCE);
            }
        }
        Waiting.pause(scene.settings().after());

        notes.prove("nodes restarted: " + restarted, restarted == order.size());
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
