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
        boolean refilled = Waiting.until(PATIENCE, () -> names(survivor, survivor, scene));
        notes.must("the survivor names itself as every stream's origin", refilled);
        notes.tellMs("the survivor names itself as every stream's origin after", scene.sinceBeginMs(System.nanoTime()));
        Waiting.pause(AWAY);

        var back = dead.getFirst();
        back.startAgain();
        notes.must(
                "one that was killed is ready again",
                Waiting.until(START_PATIENCE, () -> back.api().isReady()));
        long backNanos = System.nanoTime();
        boolean named = Waiting.until(PATIENCE, () -> names(back, survivor, scene) && names(survivor, survivor, scene));
        notes.must("the member that is back names every stream's origin", named);
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
                var others = other.viewers().audience();
                notes.tellMs("gap of " + other.name(), others.gapMs(window));
                notes.of(other.name()).undisturbed(others, window);
            }
        }
    }

    /** Every stream is with the survivor, and the node knows: the last one has been there, the encoders of the others came to it. */
    private static boolean names(LabNode node, LabNode survivor, Scene scene) throws InterruptedException {
        for (var stream : scene.streams()) {
            var owner = scene.ownerSeenBy(node, stream);
            if (owner.isEmpty()
                    || !owner.get().origin().equals(survivor.name())
                    || !stream.encoder().isPublishing()) {
                return false;
            }
        }
        return true;
    }
}
