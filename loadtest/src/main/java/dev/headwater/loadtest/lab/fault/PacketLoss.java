package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;

/** The first edge loses a share of its packets both ways for a while: those to its players, its pulls, and the cluster's. */
final class PacketLoss implements Fault {
    /** TCP sends again after 200 ms at the soonest, and after 400 if that is lost too; then come pictures that waited. */
    static final PacketLoss ONE_PERCENT = new PacketLoss("F26", 1, 1_000);

    /** A player whose window shrinks too far loses a group of pictures. */
    static final PacketLoss FIVE_PERCENT = new PacketLoss("F26-5", 5, 2_000);

    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int EDGES = 2;

    private final String id;
    private final int percent;
    private final double gapLimitMs;

    private PacketLoss(String id, int percent, double gapLimitMs) {
        this.id = id;
        this.percent = percent;
        this.gapLimitMs = gapLimitMs;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return "an edge loses %d %% of its packets for 20 s".formatted(percent);
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(1, EDGES);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var edge = scene.cluster().edges().getFirst();
        int edges = scene.cluster().edges().size();
        var notes = scene.notes();
        long asked = Pulls.attemptsOf(edge);
        long lost = Pulls.lostBy(edge);

        scene.begin();
        var loss = scene.network().lose(edge.place(), percent / 100.0);
        Waiting.pause(LENGTH);
        loss.heal();
        notes.prove("packets dropped: " + loss.droppedPackets(), loss.droppedPackets() > 0);
        for (var stream : scene.streams()) {
            boolean _ = scene.settle(stream, PATIENCE);
        }

        var window = scene.window();
        for (var stream : scene.streams()) {
            var here = stream.viewers().audienceAt(0, edges);
            notes.atMostMs("gap of the edge's players, " + stream.name(), here.gapMs(window), gapLimitMs);
            notes.tellMs("latency of the edge's players, " + stream.name(), here.latencyMs(window));
            notes.tell(
                    Disturbance.LOST.text() + " of the edge's players, " + stream.name(),
                    here.count(Disturbance.LOST, window));
            for (int other = 1; other < edges; other++) {
                scene.unconcerned(
                        "the players of %s, %s"
                                .formatted(scene.cluster().edges().get(other).name(), stream.name()),
                        stream.viewers().audienceAt(other, edges));
            }
        }
        notes.undisturbed(scene.everybody(), window);
        notes.exactly("pulls lost by the edge", Pulls.lostBy(edge) - lost, 0);
        notes.exactly("further pulls of the edge", Pulls.attemptsOf(edge) - asked, 0);
    }
}
