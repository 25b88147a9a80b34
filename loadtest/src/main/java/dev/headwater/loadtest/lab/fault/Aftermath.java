package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;

/** The figures of faults that take a stream's origin away: gap at most the encoder's own reconnect and a second. */
final class Aftermath {
    private static final double SECOND_MS = 1_000;

    /** Where an edge forwards, the encoder never reconnects; the stream goes on at its next key frame. */
    private static final double GOP_MS = Encoder.SHAPE.gop().toMillis();

    private Aftermath() {}

    /** Waits until the players of {@code stream} have pictures again, at most {@code patience}, and measures all streams. */
    static void ofLostOrigin(Scene scene, LabStream stream, Duration patience) throws InterruptedException {
        ofLostOrigin(scene, stream, patience, scene.settings().retry().toMillis() + SECOND_MS);
    }

    /** @param reconnectLimitMs how long after the fault the encoder may be let publish again */
    static void ofLostOrigin(Scene scene, LabStream stream, Duration patience, double reconnectLimitMs)
            throws InterruptedException {
        if (!scene.settings().throughEdges()) {
            boolean _ = Waiting.until(patience, () -> isBack(stream.encoder()));
        }
        Waiting.pause(Duration.ofSeconds(1));
        boolean _ = scene.settle(stream, patience);
        measure(scene, stream, reconnectLimitMs);
    }

    private static void measure(Scene scene, LabStream stream, double reconnectLimitMs) throws InterruptedException {
        var window = scene.window();
        var notes = scene.notes();
        double reconnectMs = reconnectMs(scene, stream.encoder());
        double allowance = scene.settings().throughEdges() ? GOP_MS : 0;
        notes.atMostMs("encoder's reconnect", reconnectMs, reconnectLimitMs);
        var audience = stream.viewers().audience();
        notes.atMostMs("gap", audience.gapMs(window), reconnectMs + SECOND_MS + allowance);
        notes.undisturbed(audience, window);
        for (var other : scene.streams()) {
            if (!other.equals(stream)) {
                var others = other.viewers().audience();
                notes.atMostMs("gap of " + other.name(), others.gapMs(window), scene.steadyGapMs());
            }
        }
    }

    static boolean isBack(Encoder encoder) {
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
