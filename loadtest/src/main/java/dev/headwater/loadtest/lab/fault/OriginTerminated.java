package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** SIGTERM for the origin of the first stream. */
enum OriginTerminated implements Fault {
    /** Its encoder is thrown out at a key frame. */
    PLAIN("F3", "origin terminated in order (SIGTERM)"),

    /** It moves to another origin while the old one waits. */
    CAPABLE("F3-capable", "origin terminated in order (SIGTERM), encoders move when asked");

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final double EXIT_MS = 30_000;
    private static final double GAP_BEYOND_RECONNECT_MS = 1_000;

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
        scene.begin();
        owner.terminate();
        var status = owner.awaitEnd(PATIENCE);
        double exitMs = scene.sinceBeginMs(System.nanoTime());
        notes.prove("%s ended".formatted(owner.name()), status.isPresent());
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
        var stream = scene.streams().getFirst();
        int records = 0;
        for (var node : scene.cluster().origins()) {
            if (node != owner) {
                var seen = scene.ownerSeenBy(node, stream);
                records += seen.isPresent() && seen.get().origin().equals(owner.name()) ? 1 : 0;
            }
        }
        notes.exactly("nodes that hold a record of it", records, 0);
    }

    private void measure(Scene scene, LabStream stream) throws InterruptedException {
        var notes = scene.notes();
        var window = scene.window();
        var audience = stream.viewers().audience();
        double reconnectMs = reconnectMs(stream);
        if (scene.settings().throughEdges()) {
            Aftermath.keptItsConnection(notes, stream.encoder());
        }
        notes.tellMs("encoder's reconnect", reconnectMs);
        notes.atMostMs("gap", audience.gapMs(window), GAP_BEYOND_RECONNECT_MS + (encodersMove() ? 0 : reconnectMs));
        notes.undisturbed(audience, window);
    }

    private static double reconnectMs(LabStream stream) {
        var publications = stream.encoder().publications();
        if (publications.size() < 2) {
            return 0;
        }
        long lost = publications.get(publications.size() - 2).endedNanos();
        return (publications.getLast().startedNanos() - lost) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
