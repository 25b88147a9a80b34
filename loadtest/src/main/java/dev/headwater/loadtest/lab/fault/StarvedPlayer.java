package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import dev.headwater.loadtest.lab.measure.Window;
import java.time.Duration;

/** A player comes to the first edge over a link that carries six tenths of the stream's bitrate. */
final class StarvedPlayer implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LENGTH = Duration.ofSeconds(40);
    private static final int LINK_KBPS = Encoder.SHAPE.kbps() * 6 / 10;

    /** What it sees is no older, and it never waits longer for it. */
    private static final double LATE_MS = 4_000;

    @Override
    public String id() {
        return "F26-starved";
    }

    @Override
    public String title() {
        return "a player whose link is slower than the stream";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var edge = scene.cluster().edges().getFirst();
        var notes = scene.notes();
        var link = scene.network().slowLink(edge.place(), LINK_KBPS);

        scene.begin();
        var starved = scene.viewerFrom(link.client(), stream, edge);
        boolean _ = Waiting.until(PATIENCE, () -> starved.served() == 1);
        long servedNanos = System.nanoTime();
        Waiting.pause(LENGTH);

        var window = scene.window();
        var poor = starved.audience();
        notes.prove(
                "packets that waited for the link of %d kbit/s: %d".formatted(LINK_KBPS, link.timesOverRate()),
                link.timesOverRate() > 0);
        notes.exactly("the starved player has a picture", poor.served(), 1);
        notes.atMostMs("latency of the starved player", poor.latencyMs(window), LATE_MS);
        notes.must("frames were left out for it", poor.count(Disturbance.LOST, window) > 0);
        notes.atMostMs("longest gap of the starved player", poor.gapMs(Window.since(servedNanos)), LATE_MS);
        notes.of("the starved player").undisturbed(poor, window);
        scene.unconcerned("the other players", scene.everybody());
        starved.leave();
    }
}
