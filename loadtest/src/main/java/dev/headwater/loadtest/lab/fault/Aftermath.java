package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.List;

/**
 * The figures of faults that take an origin away. Its streams have a gap of the encoder's own reconnect and a second at most; where an
 * edge forwards, the encoder notices nothing, and the stream goes on at its next key frame. The other streams go on as they did.
 */
final class Aftermath {
    private static final double SECOND_MS = 1_000;
    private static final double GOP_MS = Encoder.SHAPE.gop().toMillis();

    private Aftermath() {}

    /** Waits until the players of all streams have pictures again, at most {@code patience} each, and measures. */
    static void ofLostOrigin(Scene scene, List<LabStream> lost, Duration patience) throws InterruptedException {
        ofLostOrigin(scene, lost, patience, 0);
    }

    /**
     * @param lost what the origin owned
     * @param heldMs how long after the fault its names may still be its own
     */
    static void ofLostOrigin(Scene scene, List<LabStream> lost, Duration patience, double heldMs)
            throws InterruptedException {
        if (!scene.settings().throughEdges()) {
            for (var stream : lost) {
                boolean _ = Waiting.until(patience, () -> isBack(stream.encoder()));
            }
        }
        Waiting.pause(Duration.ofSeconds(1));
        for (var stream : lost) {
            boolean _ = scene.flows(stream, patience);
        }
        Waiting.pause(scene.settings().after());
        for (var stream : lost) {
            measure(scene, stream, heldMs);
        }
        othersThan(scene, lost);
    }

    private static void measure(Scene scene, LabStream stream, double heldMs) throws InterruptedException {
        var window = scene.window();
        var notes = scene.notes().of(stream.name());
        var audience = stream.viewers().audience();
        if (scene.settings().throughEdges()) {
            keptItsConnection(notes, stream.encoder());
            notes.atMostMs("gap", audience.gapMs(window), heldMs, GOP_MS + SECOND_MS);
        } else {
            double reconnectMs = reconnectMs(scene, stream.encoder());
            notes.atMostMs(
                    "encoder's reconnect",
                    reconnectMs,
                    heldMs + scene.settings().retry().toMillis(),
                    SECOND_MS);
            notes.atMostMs("gap", audience.gapMs(window), reconnectMs, SECOND_MS);
        }
        notes.undisturbed(audience, window);
    }

    /** An encoder whose edge forwards it has published once, and does so still. */
    static void keptItsConnection(Notes notes, Encoder encoder) {
        long lost = encoder.publications().stream()
                .filter(Encoder.Publication::isOver)
                .count();
        notes.exactly("connections that the encoder lost", lost, 0);
    }

    /** The streams of other origins, whose players notice nothing. */
    static void othersThan(Scene scene, List<LabStream> lost) throws InterruptedException {
        for (var other : scene.streams()) {
            if (!lost.contains(other)) {
                scene.unconcerned(other.name(), other.viewers().audience());
            }
        }
    }

    private static boolean isBack(Encoder encoder) {
        return encoder.publications().size() > 1 && encoder.isPublishing();
    }

    /** From the fault to the publish that followed it; 0 for an encoder that never lost its connection. */
    private static double reconnectMs(Scene scene, Encoder encoder) {
        var publications = encoder.publications();
        if (publications.size() > 1) {
            return scene.sinceBeginMs(publications.getLast().startedNanos());
        }
        return encoder.isPublishing() ? 0 : scene.sinceBeginMs(System.nanoTime());
    }
}
