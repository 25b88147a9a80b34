package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;

/**
 * SIGKILL at once for all origins, which hold the directory, but the one of the last stream: the oldest member is among the
 * dead. Then one of them comes back.
 */
final class OriginsKilled implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final double REFILLED_MS = 3_000;

    @Override
    public String id() {
        return "F9";
    }

    @Override
    public String title() {
        return "two of three origins killed at once, one comes back";
    }

    @Override
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(3, 1);
        return wanted.withStreams(Math.max(wanted.streams(), 2));
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getLast();
        var survivor = scene.ownerOf(stream);
        var dead = scene.cluster().origins().stream()
                .filter(node -> node != survivor)
                .toList();
        var notes = scene.notes();
        scene.begin();
        dead.forEach(LabNode::kill);
        for (var node : dead) {
            boolean gone = node.awaitEnd(Duration.ofSeconds(2)).isPresent();
            notes.prove(
                    "process %d of %s is gone".formatted(node.pid(), node.name()),
                    gone && node.state() == ProcessState.GONE);
        }
        boolean refilled = Waiting.until(PATIENCE, () -> isNamedBy(survivor, scene));
        notes.tellMs(
                "registry of the survivor is whole again after", refilled ? scene.sinceBeginMs(System.nanoTime()) : -1);
        Waiting.pause(AWAY);

        var back = dead.getFirst();
        back.startAgain();
        notes.prove(
                back.name() + " is ready again",
                Waiting.until(START_PATIENCE, () -> back.api().isReady()));
        long backNanos = System.nanoTime();
        boolean named = Waiting.until(PATIENCE, () -> isNamedBy(back, scene) && isNamedBy(survivor, scene));
        notes.exactly("the member that is back names every stream's origin", named ? 1 : 0, 1);
        notes.atMostMs("registry refilled after it was ready", (System.nanoTime() - backNanos) / 1e6, REFILLED_MS);
        boolean _ = scene.settle(stream, PATIENCE);

        var window = scene.window();
        scene.unconcerned("the survivor's players", stream.viewers().audience());
        notes.exactly(
                "publishes of the survivor's encoder",
                stream.encoder().publications().size(),
                1);
        for (var other : scene.streams()) {
            if (!other.equals(stream)) {
                notes.tellMs(
                        "gap of " + other.name(), other.viewers().audience().gapMs(window));
            }
        }
    }

    /** Every stream is with the survivor: the last one has been there, the encoders of the others came to it. */
    private static boolean isNamedBy(LabNode node, Scene scene) throws InterruptedException {
        for (var stream : scene.streams()) {
            var owner = scene.ownerSeenBy(node, stream);
            if (owner.isEmpty()
                    || scene.cluster().node(owner.get().origin()).state() == ProcessState.GONE
                    || !stream.encoder().isPublishing()) {
                return false;
            }
        }
        return true;
    }
}
