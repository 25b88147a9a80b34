package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.PlayerHistory;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Each node serves one other, so edges pull from edges, and one that is pulled from goes: who is below it finds another parent.
 *
 * <pre>
 *   origin --- edge --- x edge x --- edge    the order is theirs
 * </pre>
 */
enum ParentGone implements Fault {
    /** Its connections break. */
    KILLED("parent-killed", "an edge that another edge pulls from is killed", ProcessState.GONE, 1_000, 1),

    /**
     * Nothing breaks, and it stays in the cluster: those below look past it after half of {@code pull.silence-timeout}. The owner
     * still serves it, and then somebody else as well who cannot reach it.
     */
    FROZEN(
            "parent-frozen",
            "an edge that another edge pulls from is frozen for 5 s",
            ProcessState.STOPPED,
            2_000 + 1_000,
            2);

    private static final Duration FROZEN_FOR = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int EDGES = 3;

    private final String id;
    private final String title;
    private final ProcessState becomes;
    private final double gapMs;
    private final int mostPulls;

    ParentGone(String id, String title, ProcessState becomes, double gapMs, int mostPulls) {
        this.id = id;
        this.title = title;
        this.becomes = becomes;
        this.gapMs = gapMs;
        this.mostPulls = mostPulls;
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
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(1, EDGES);
        var nodes = wanted.nodes().stream()
                .map(node -> node.with("relay.fanout", "1"))
                .toList();
        return new Topology(nodes, 1, Math.max(wanted.players(), EDGES));
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var parent = parent(scene);
        notes.prove(parent.name() + " is pulled from", Pulls.servedBy(parent) == 1);

        scene.begin();
        if (becomes == ProcessState.GONE) {
            parent.kill();
        } else {
            parent.freeze();
        }
        notes.prove(
                "process %d of %s is %s".formatted(parent.pid(), parent.name(), becomes),
                Waiting.until(PATIENCE, () -> parent.state() == becomes));
        if (becomes == ProcessState.STOPPED) {
            Waiting.pause(
                    FROZEN_FOR.minusNanos(System.nanoTime() - scene.window().fromNanos()));
            parent.thaw();
        }
        boolean _ = scene.settle(stream, PATIENCE);

        var window = scene.window();
        var others = othersThanOf(parent, scene);
        notes.atMostMs("gap of the other edges' players", others.gapMs(window), gapMs);
        notes.undisturbed(others, window);
        notes.atMost("pulls at the owner afterwards", Pulls.servedBy(owner), mostPulls);
    }

    /** The first edge that another one pulls from; any if there is none, which the round cannot prove then. */
    private static LabNode parent(Scene scene) throws InterruptedException {
        for (var edge : scene.cluster().edges()) {
            if (Pulls.servedBy(edge) == 1) {
                return edge;
            }
        }
        return scene.cluster().edges().getFirst();
    }

    private static Audience othersThanOf(LabNode parent, Scene scene) throws InterruptedException {
        var edges = scene.cluster().edges();
        var players = new ArrayList<PlayerHistory>();
        for (int i = 0; i < edges.size(); i++) {
            if (edges.get(i) != parent) {
                var at = scene.streams().getFirst().viewers().audienceAt(i, edges.size());
                players.addAll(at.players());
            }
        }
        return new Audience(players);
    }
}
