package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.MemoryEater;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The first edge's heap is nearly full for a while: who is there goes on, and nobody else is let in before there is room again. */
final class MemoryShort implements Fault {
    private static final String EDGE = "edge-1";
    private static final int HEAP_MEGABYTES = 192;

    /** Less than what the eater leaves in use, and so little that the lab's collector can do with the rest. */
    private static final int HEAP_PERCENT = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(3);
    private static final Duration RELIEF_PATIENCE = Duration.ofSeconds(40);

    /** A collection of the whole heap stops the process. */
    private static final double PAUSE_MS = 1_000;

    private static final double FIRST_PICTURE_MS = 5_000;

    @Override
    public String id() {
        return "F21-short";
    }

    @Override
    public String title() {
        return "an edge nearly out of heap";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology()
                .atLeast(2, 1)
                .with(
                        EDGE,
                        edge -> edge.withHeap(HEAP_MEGABYTES)
                                .with("limits.heap-percent", Integer.toString(HEAP_PERCENT)));
    }

    @Override
    public List<LabNode> audienceAt(LabCluster cluster) {
        return List.of(cluster.node(EDGE));
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var edge = scene.cluster().node(EDGE);
        var notes = scene.notes();

        scene.begin();
        MemoryEater.sendInto(edge.pid(), MemoryEater.Memory.MOST_OF_HEAP);
        notes.prove(
                "more than %d %% of its heap in use".formatted(HEAP_PERCENT),
                Waiting.until(PATIENCE, () -> usedPercent(edge) > HEAP_PERCENT));
        notes.must("it says that its heap is short", Waiting.until(PATIENCE, () -> isShort(edge, 1)));
        boolean turnsAway = Waiting.until(REFUSED_FOR, () -> edge.api().isTurningAway());
        var late = scene.viewers(scene.streams().getFirst(), List.of(edge), 1, Duration.ZERO);
        Waiting.pause(REFUSED_FOR);
        long served = late.served();
        double refused = edge.api()
                .laterMetric("headwater_connection_rejected_total", Map.of("reason", "heap_percent"))
                .orElse(0.0);
        notes.must("it has room again", Waiting.until(RELIEF_PATIENCE, () -> isShort(edge, 0)));
        long reliefNanos = System.nanoTime();
        boolean servedLater = Waiting.until(PATIENCE, () -> late.served() == 1);
        double laterMs = (System.nanoTime() - reliefNanos) / 1e6;
        var window = scene.window();

        notes.must("its /readyz said no", turnsAway);
        notes.exactly("players let in meanwhile", served, 0);
        notes.must("it counted the refusal", refused > 0);
        notes.must("the refused player has a picture later", servedLater);
        notes.atMostMs("its first picture after there was room by", laterMs, FIRST_PICTURE_MS);
        for (var stream : scene.streams()) {
            var audience = stream.viewers().audience();
            notes.atMostMs("gap of " + stream.name(), audience.gapMs(window), Math.max(PAUSE_MS, scene.steadyGapMs()));
            notes.of(stream.name()).undisturbed(audience, window);
        }
        late.leave();
    }

    /** Of its heap, as its JVM says; 0 if it does not answer. */
    private static double usedPercent(LabNode node) throws InterruptedException {
        var heap = Map.of("area", "heap");
        double used = node.api().metric("jvm_memory_used_bytes", heap).orElse(0.0);
        return 100 * used / node.api().metric("jvm_memory_max_bytes", heap).orElse(Double.MAX_VALUE);
    }

    private static boolean isShort(LabNode node, double shown) throws InterruptedException {
        return node.api()
                .metric("headwater_heap_short", Map.of())
                .filter(now -> now == shown)
                .isPresent();
    }
}
