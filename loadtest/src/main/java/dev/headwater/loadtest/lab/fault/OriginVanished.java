package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;

/**
 * The host of the first stream's origin is gone without a FIN: nothing travels to it or from it any more. Edges notice by
 * the silence; the encoder, which nobody tells either, gives up just after that.
 */
final class OriginVanished implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** Silence of 3 s, and the lab's look at an edge. */
    static final double NOTICED_MS = 3_000 + 50;

    /** A claim may wait until the cluster has given the vanished member up: 8 s after the fault, so 5 s after this. */
    private static final double CLAIM_MS = 5_000;

    @Override
    public String id() {
        return "F2";
    }

    @Override
    public String title() {
        return "origin's host vanishes without a word";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(3, 1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var owner = scene.ownerOf(scene.streams().getFirst());
        var notes = scene.notes();
        var lost = scene.streamsOf(owner);
        var pulls = PullWatch.start(scene);
        var failedBefore = Pulls.lostBy(scene.cluster().edges());
        scene.begin();
        var cut = scene.network().cutOff(owner.place());
        long cutNanos = System.nanoTime();
        boolean noticed = Waiting.until(PATIENCE, () -> Pulls.haveLostMore(failedBefore));
        double noticedMs = (System.nanoTime() - cutNanos) / 1e6;
        notes.must("all edges noticed", noticed);
        notes.atMostMs("noticed by the last edge after", noticedMs, NOTICED_MS);
        if (!scene.settings().throughEdges()) {
            lost.forEach(stream -> stream.encoder().reconnect());
        }
        Aftermath.ofLostOrigin(scene, lost, PATIENCE, noticedMs + CLAIM_MS);
        pulls.afterwards(0, owner);
        notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
    }
}
