package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Flood;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessFigures;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The first edge may open no more than a few files any more, and sockets that say nothing take what is left. */
final class DescriptorsGone implements Fault {
    private static final int LIMIT = 256;
    private static final int SOCKETS = 200;
    /** The node compiles what it never did before. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double ANSWER_MS = 1_000;
    private static final double PERCENT_OF_A_CORE = 5;

    /** A player that was closed tries again after half a second. */
    private static final double ACCEPTED_AGAIN_MS = 500 + 1_000;

    @Override
    public String id() {
        return "F20";
    }

    @Override
    public String title() {
        return "an edge out of file descriptors, in a flood of sockets";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return Fault.super
                .topology(settings)
                .with("edge-1", edge -> edge.startedBy(ProcessFigures.limitingDescriptors(LIMIT)));
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var edge = scene.cluster().edges().getFirst();
        var notes = scene.notes();
        var answers = new Answers(edge);
        double before = answers.askFor(scene.settings().control());
        long mostBefore = answers.takeMostDescriptors();

        scene.begin();
        var flood = Flood.start(Scene.servers(List.of(edge)).getFirst(), SOCKETS);
        double _ = answers.askFor(WARM_UP);
        double during = answers.askFor(LENGTH);
        double refused = edge.api()
                .laterMetric("headwater_connection_rejected_total", Map.of("reason", "no_descriptors"))
                .orElse(0.0);
        long most = answers.takeMostDescriptors();
        flood.close();
        long leftNanos = System.nanoTime();
        var next = scene.viewers(stream, List.of(edge), 1, Duration.ZERO);
        boolean _ = Waiting.until(PATIENCE, () -> next.served() == 1);
        double acceptedMs = (System.nanoTime() - leftNanos) / 1e6;
        boolean _ = scene.settle(stream, PATIENCE);

        notes.prove(
                "file descriptors open: %d of %d, and %d before".formatted(most, LIMIT, mostBefore),
                most > mostBefore && most >= LIMIT * 3 / 4);
        notes.must("sockets were refused for want of a descriptor", refused > 0);
        notes.tell("sockets refused for want of a descriptor", (long) refused);
        notes.exactly("questions that the management port left open", answers.missed, 0);
        notes.atMostMs("slowest answer of the management port", answers.slowestMs, ANSWER_MS);
        notes.atMostPercent("share of a core that the flood takes", Math.max(during - before, 0), PERCENT_OF_A_CORE);
        notes.atMostMs("a player that comes after the flood has a picture after", acceptedMs, ACCEPTED_AGAIN_MS);
        scene.unconcerned("who was there", scene.everybody());
        notes.exactly("pulls lost by the edge", Pulls.lostBy(edge), 0);
        notes.tell(
                "the new player's " + Disturbance.DISCONNECTED.text(),
                next.audience().count(Disturbance.DISCONNECTED, scene.window()));
        next.leave();
    }

    /** Asks whether the node is ready, on a new connection each time. */
    private static final class Answers {
        private final LabNode node;
        private long missed;
        private double slowestMs;
        private long mostDescriptors;

        private Answers(LabNode node) {
            this.node = node;
        }

        /** Asks again and again. @return how much of a core the node took meanwhile, in percent */
        private double askFor(Duration time) throws InterruptedException {
            long cpuNanos = node.cpu().toNanos();
            long startNanos = System.nanoTime();
            while (System.nanoTime() - startNanos < time.toNanos()) {
                ask();
                mostDescriptors = Math.max(mostDescriptors, node.openDescriptors());
                Waiting.pause(BETWEEN_LOOKS);
            }
            return 100.0 * (node.cpu().toNanos() - cpuNanos) / (System.nanoTime() - startNanos);
        }

        /** The most that were open at a look since it was asked for before. */
        private long takeMostDescriptors() {
            long most = mostDescriptors;
            mostDescriptors = 0;
            return most;
        }

        private void ask() throws InterruptedException {
            long startNanos = System.nanoTime();
            missed += node.api().isReadyForStrangers() ? 0 : 1;
            slowestMs = Math.max(slowestMs, (System.nanoTime() - startNanos) / 1e6);
        }
    }
}
