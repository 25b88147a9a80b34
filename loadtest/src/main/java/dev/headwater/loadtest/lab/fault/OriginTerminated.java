package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;
import java.util.ArrayList;

/** SIGTERM for the origin of the first stream. */
enum OriginTerminated implements Fault {
    /** Its encoder is thrown out at a key frame. */
    PLAIN("F3", "origin terminated in order (SIGTERM)"),

    /** It moves to another origin while the old one waits. */
    CAPABLE("F3-capable", "origin terminated in order (SIGTERM), encoders move when asked");

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final double EXIT_MS = 30_000;

    /** At once, but for the lab's look. */
    private static final double TURNS_AWAY_MS = 500;

    /** It goes on for its notice at least. */
    private static final Duration SAY_PATIENCE = Duration.ofSeconds(2);

    /** Beyond what an encoder waits before it tries again, and for the gap beyond its reconnect. */
    private static final double SECOND_MS = 1_000;

    private final String id;
    private final String title;

    OriginTerminated(String id, String title) {
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
    public boolean encodersMove() {
        return this == CAPABLE;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var owner = scene.ownerOf(scene.streams().getFirst());
        var lost = scene.streamsOf(owner);
        var notes = scene.notes();
        var pulls = PullWatch.start(scene);
        notes.prove(
                "process %d of %s ran until it was told to end".formatted(owner.pid(), owner.name()),
                owner.state() == ProcessState.ALIVE);
        scene.begin();
        owner.terminate();
        boolean turnsAway = Waiting.until(SAY_PATIENCE, () -> owner.api().isTurningAway());
        double turnsAwayMs = scene.sinceBeginMs(System.nanoTime());
        var status = owner.awaitEnd(PATIENCE);
        double exitMs = scene.sinceBeginMs(System.nanoTime());
        notes.must("its /readyz said no", turnsAway);
        notes.atMostMs("its /readyz said no after", turnsAwayMs, TURNS_AWAY_MS);
        notes.must("process ended", status.isPresent());
        notes.atMostMs("process ended after", exitMs, EXIT_MS);
        notes.exactly("exit status", status.orElse(-1), 0);
        for (var stream : lost) {
            boolean _ = Waiting.until(PATIENCE, () -> stream.encoder().isPublishing());
        }
        Waiting.pause(Duration.ofSeconds(1));
        for (var stream : lost) {
            boolean _ = scene.flows(stream, PATIENCE);
        }
        Waiting.pause(scene.settings().after());

        for (var stream : lost) {
            measure(scene, stream);
        }
        Aftermath.othersThan(scene, lost);
        pulls.afterwards(0, owner);
        recordsLeft(scene, owner);
    }

    /** None of the node and none of its streams, whatever their names: in lists that have all others. */
    private static void recordsLeft(Scene scene, LabNode gone) throws InterruptedException {
        var others = new ArrayList<>(scene.cluster().nodes());
        others.remove(gone);
        var names = others.stream().map(LabNode::name).toList();
        var streams = scene.streams().stream().map(LabStream::name).toList();
        long records = 0;
        int complete = 0;
        for (var node : others) {
            var nodes = node.api().nodes();
            var owners = node.api().owners();
            complete += nodes.containsAll(names) && owners.keySet().containsAll(streams) ? 1 : 0;
            records += nodes.stream().filter(gone.name()::equals).count();
            records += owners.values().stream()
                    .filter(seen -> seen.origin().equals(gone.name()))
                    .count();
        }
        scene.notes().exactly("nodes that list all others and all streams", complete, others.size());
        scene.notes().exactly("records of it in their lists", records, 0);
    }

    private void measure(Scene scene, LabStream stream) throws InterruptedException {
        var notes = scene.notes().of(stream.name());
        var window = scene.window();
        var audience = stream.viewers().audience();
        double reconnectMs = stream.encoder().longestReconnectNanos() / 1e6;
        if (scene.settings().throughEdges()) {
            Aftermath.keptItsConnection(notes, stream.encoder());
        } else if (encodersMove()) {
            notes.exactly(
                    "times that the encoder moved when asked", stream.encoder().moves(), 1);
            notes.exactly(
                    "publications of the encoder",
                    stream.encoder().publications().size(),
                    2);
        }
        notes.atMostMs(
                "encoder's reconnect",
                reconnectMs,
                (double) scene.settings().retry().toMillis(),
                SECOND_MS);
        notes.atMostMs("gap", audience.gapMs(window), encodersMove() ? 0 : reconnectMs, SECOND_MS);
        notes.undisturbed(audience, window);
    }
}
