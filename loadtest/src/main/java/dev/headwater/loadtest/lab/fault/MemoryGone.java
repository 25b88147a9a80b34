package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.machine.MemoryEater;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;

/** The origin of the first stream runs out of memory: it must end, and not go on half alive with its streams. */
final class MemoryGone implements Fault {
    static final MemoryGone HEAP = new MemoryGone("F21", MemoryEater.Memory.HEAP, "heap");
    static final MemoryGone DIRECT = new MemoryGone("F21-direct", MemoryEater.Memory.DIRECT, "direct memory");

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final double DEAD_MS = 6_000;

    /** What the JVM exits with by -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    private final String id;
    private final MemoryEater.Memory memory;
    private final String text;

    private MemoryGone(String id, MemoryEater.Memory memory, String text) {
        this.id = id;
        this.memory = memory;
        this.text = text;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return "an origin out of " + text;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var lost = scene.streamsOf(owner);
        var notes = scene.notes();
        scene.begin();
        MemoryEater.sendInto(owner.pid(), memory);
        var status = owner.awaitEnd(PATIENCE);
        double deadMs = scene.sinceBeginMs(System.nanoTime());
        int errors = owner.logLines("OutOfMemoryError").size()
                + owner.logLines("OutOfDirectMemoryError").size();
        notes.prove("lines of its log that tell of it: " + errors, errors > 0);
        notes.exactly("exit status", status.orElse(-1), OUT_OF_MEMORY);
        notes.must("process ended", owner.state() == ProcessState.GONE);
        notes.atMostMs("process ended after", deadMs, DEAD_MS);
        Aftermath.ofLostOrigin(scene, lost, PATIENCE, deadMs);
        int wrong = 0;
        for (var node : scene.cluster().nodes()) {
            if (node != owner) {
                boolean old = scene.ownerSeenBy(node, stream)
                        .filter(seen -> seen.origin().equals(owner.name()))
                        .isPresent();
                wrong += old ? 1 : 0;
            }
        }
        notes.exactly("nodes that still name it as the owner", wrong, 0);
    }
}
