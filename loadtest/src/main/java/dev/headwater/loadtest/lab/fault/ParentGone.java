package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import dev.headwater.loadtest.lab.machine.Place;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.PlayerHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Each node serves one other, so edges pull from edges, and one that is pulled from goes: who is below it finds another parent.
 *
 * <pre>
 *   origin --- edge --- x edge x --- edge    the order is theirs
 * </pre>
 */
enum ParentGone implements Fault {
    /** Its connections break. */
    KILLED("parent-killed", "an edge that another edge pulls from is killed", 1_000, 1),

    /**
     * Nothing breaks, and it stays in the cluster: those below look past it after half of {@code pull.silence-timeout}. The owner
     * still serves it, and then somebody else as well who cannot reach it.
     */
    FROZEN("parent-frozen", "an edge that another edge pulls from is frozen for 5 s", 2_000 + 1_000, 2),

    /** It says goodbye to those below, while the owner still serves it; when it has ended the owner serves one again. */
    DRAINED("parent-drained", "an edge that another edge pulls from is told to stop", 1_000, 1),

    /** As frozen to those below, and nobody else notices. */
    CUT("parent-cut", "an edge and those that pull from it are cut from each other for 5 s", 2_000 + 1_000, 2),

    /** The one that all others have the stream from loses the owner: it goes around it, by none of those, and they stay with it. */
    ORPHANED("parent-orphaned", "the edge that pulls from the owner is cut from it for 5 s", 2_000 + 1_000, 2);

    private static final Duration LASTS = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Until the process that was told to stop has. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private static final int ORIGINS = 2;
    private static final int EDGES = 3;

    private final String id;
    private final String title;
    private final double gapMs;
    private final int mostPulls;

    ParentGone(String id, String title, double gapMs, int mostPulls) {
        this.id = id;
        this.title = title;
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
    public boolean cuts() {
        return this == CUT || this == ORPHANED;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(ORIGINS, EDGES);
        var nodes = wanted.nodes().stream()
                .map(node -> node.with("relay.fanout", "1"))
                .toList();
        return new Topology(nodes, 1, wanted.players());
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var parent = this == ORPHANED ? head(owner, scene) : parent(scene);
        notes.prove(parent.name() + " is pulled from", Pulls.servedBy(parent) == 1);

        scene.begin();
        happens(parent, owner, scene);
        boolean _ = scene.settle(stream, PATIENCE);

        var window = scene.window();
        boolean all = this == ORPHANED;
        var audience = all ? stream.viewers().audience() : othersThanOf(parent, scene);
        notes.atMostMs(
                "gap of the players of " + (all ? "all" : "the other") + " edges", audience.gapMs(window), gapMs);
        notes.undisturbed(audience, window);
        boolean _ = Waiting.until(Pulls.STRAIGHT_PATIENCE, () -> Pulls.servedBy(owner) <= mostPulls);
        notes.atMost("pulls at the owner afterwards", Pulls.servedBy(owner), mostPulls);
    }

    private void happens(LabNode parent, LabNode owner, Scene scene) throws InterruptedException {
        switch (this) {
            case KILLED -> {
                parent.kill();
                proveState(parent, ProcessState.GONE, PATIENCE, scene);
            }
            case FROZEN -> {
                parent.freeze();
                proveState(parent, ProcessState.STOPPED, PATIENCE, scene);
                lasts(scene);
                parent.thaw();
            }
            case DRAINED -> {
                scene.notes()
                        .prove(
                                "process %d of %s ran until it was told to end".formatted(parent.pid(), parent.name()),
                                parent.state() == ProcessState.ALIVE);
                parent.terminate();
                boolean ended = Waiting.until(STOP_PATIENCE, () -> parent.state() == ProcessState.GONE);
                scene.notes().must("process ended", ended);
            }
            case CUT -> {
                var children = scene.cluster().edges().stream()
                        .filter(edge -> edge != parent)
                        .map(LabNode::place)
                        .toList();
                cut(parent, children, scene);
            }
            case ORPHANED -> cut(parent, List.of(owner.place()), scene);
        }
    }

    private static void proveState(LabNode node, ProcessState state, Duration patience, Scene scene)
            throws InterruptedException {
        scene.notes()
                .prove(
                        "process %d of %s is %s".formatted(node.pid(), node.name(), state),
                        Waiting.until(patience, () -> node.state() == state));
    }

    private static void cut(LabNode node, List<Place> others, Scene scene) throws InterruptedException {
        var cut = scene.network().cut(List.of(node.place()), others, Cut.Traffic.ALL);
        lasts(scene);
        cut.heal();
        scene.notes().prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
    }

    private static void lasts(Scene scene) throws InterruptedException {
        Waiting.pause(LASTS.minusNanos(System.nanoTime() - scene.window().fromNanos()));
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

    /** The edge that the owner serves; any if there is none. */
    private static LabNode head(LabNode owner, Scene scene) {
        int relay = owner.place().ports().relay();
        var edges = scene.cluster().edges();
        return edges.stream()
                .filter(edge -> owner.place().isConnectedTo(relay, edge.place()))
                .findFirst()
                .orElse(edges.getFirst());
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
