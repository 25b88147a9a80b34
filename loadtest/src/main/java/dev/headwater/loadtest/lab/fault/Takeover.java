package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A publisher appears at another origin while its old connection still sends, as after a change of network that the old
 * origin has not noticed: the harder case of an encoder that comes back.
 */
final class Takeover implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final double GAP_MS = 1_500;
    private static final double LET_GO_MS = 1_000;

    @Override
    public String id() {
        return "F22";
    }

    @Override
    public String title() {
        return "publisher reappears at another origin, the old connection still sends";
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var others =
                scene.cluster().origins().stream().filter(node -> node != owner).toList();
        stream.encoder().comeBackNoMore();
        var old = stream.encoder().publications().getLast();
        var notes = scene.notes();
        notes.prove(
                "the old connection still sends to " + owner.name(),
                stream.encoder().isPublishing());
        scene.begin();
        var next = scene.encoder(stream, others);
        boolean taken = Waiting.until(PATIENCE, next::isPublishing);
        notes.must("the second publisher was let publish", taken);
        boolean letGo = Waiting.until(PATIENCE, () -> !stream.encoder().isPublishing());
        boolean _ = scene.settle(stream, PATIENCE);

        var window = scene.window();
        var audience = stream.viewers().audience();
        double gopMs = Encoder.SHAPE.gop().toMillis();
        notes.atMostMs("gap", audience.gapMs(window), GAP_MS + gopMs);
        if (taken) {
            long startedNanos = next.publications().getLast().startedNanos();
            long endedNanos = letGo ? stream.encoder().publications().getLast().endedNanos() : System.nanoTime();
            double letGoMs = (endedNanos - startedNanos) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            notes.atMostMs("old publisher let go after", Math.max(letGoMs, 0), LET_GO_MS);
            notes.exactly(
                    "players of the new publication",
                    audience.watching(next.publications().getLast().number()),
                    audience.players().size());
        }
        notes.exactly("players left at the old publication", audience.watching(old.number()), 0);
        notes.undisturbed(audience, window);
        Aftermath.othersThan(scene, List.of(stream));
    }
}
