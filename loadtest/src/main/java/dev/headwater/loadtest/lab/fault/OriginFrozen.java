package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.lab.measure.Window;
import java.time.Duration;
import java.util.List;

/**
 * SIGSTOP for the origin of the first stream, with its encoder's connection and two players of its own. The stream is
 * published anew elsewhere; what the frozen origin still holds when it thaws must reach nobody. Until it has merged with the
 * others it is a cluster of its own, which names itself the owner: a split that needs no network to be cut.
 */
final class OriginFrozen implements Fault {
    private static final Duration UNTIL_NEXT_ENCODER = Duration.ofSeconds(5);
    private static final Duration FROZEN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A name whose record is at the frozen member is free when the cluster has given that one up. */
    private static final double TAKEN_MS = 8_000 + 1_000;

    /** The thawed member is given up by then, looks for the others each 5 s, and merges. */
    private static final double KNOWN_MS = 15_000;

    private static final int OWN_PLAYERS = 2;

    @Override
    public String id() {
        return "F10";
    }

    @Override
    public String title() {
        return "origin frozen for 30 s, its stream taken over meanwhile";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(3, 1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var notes = scene.notes();
        var its = scene.streamsOf(owner);
        var pulls = PullWatch.start(scene);
        var own = scene.viewers(stream, List.of(owner), OWN_PLAYERS, Duration.ofMillis(100));
        notes.prove(
                "players of its own that have pictures and sound: " + OWN_PLAYERS,
                Waiting.until(PATIENCE, () -> own.served() == OWN_PLAYERS && Scene.flows(own)));
        stream.encoder().comeBackNoMore();
        var old = stream.encoder().publications().getLast();

        var lostBefore = Pulls.lostBy(scene.cluster().edges());

        scene.begin();
        owner.freeze();
        notes.prove(
                "process %d of %s is stopped".formatted(owner.pid(), owner.name()),
                Waiting.until(Duration.ofSeconds(2), () -> owner.state() == ProcessState.STOPPED));
        boolean noticed = Waiting.until(UNTIL_NEXT_ENCODER, () -> Pulls.haveLostMore(lostBefore));
        double noticedMs = scene.sinceBeginMs(System.nanoTime());
        Waiting.pause(UNTIL_NEXT_ENCODER.minusMillis((long) noticedMs));
        var others =
                scene.cluster().origins().stream().filter(node -> node != owner).toList();
        var next = scene.encoder(stream, others);
        boolean taken = Waiting.until(PATIENCE, next::isPublishing);
        notes.must("the stream was published at another origin", taken);
        double takenMs =
                scene.sinceBeginMs(taken ? next.publications().getLast().startedNanos() : System.nanoTime());
        Waiting.pause(FROZEN.minusNanos(System.nanoTime() - scene.window().fromNanos()));

        int merges = owner.logLines(Halves.MERGED).size();
        long thawNanos = System.nanoTime();
        owner.thaw();
        var late = scene.viewers(stream, List.of(owner), 1, Duration.ZERO);
        notes.prove("it runs again", Waiting.until(PATIENCE, () -> owner.state() == ProcessState.ALIVE));
        boolean letGo = Waiting.until(PATIENCE, () -> !stream.encoder().isPublishing());
        notes.must(
                "it was a cluster of its own, and merged with the others",
                Waiting.until(PATIENCE, () -> owner.logLines(Halves.MERGED).size() > merges));
        boolean known = Waiting.until(PATIENCE, () -> allName(owner, scene, stream));
        double knownMs = (System.nanoTime() - thawNanos) / 1e6;
        boolean served = Waiting.until(PATIENCE, () -> areAt(next, own, OWN_PLAYERS));
        double servedMs = (System.nanoTime() - thawNanos) / 1e6;
        boolean lateServed = Waiting.until(PATIENCE, () -> areAt(next, late, 1));
        boolean _ = scene.settle(stream, PATIENCE);

        var sinceThaw = Window.since(thawNanos);
        var window = scene.window();
        var audience = stream.viewers().audience();
        notes.must("all edges noticed", noticed);
        notes.atMostMs("noticed by the last edge after", noticedMs, OriginVanished.NOTICED_MS);
        notes.atMostMs("published elsewhere after", takenMs, TAKEN_MS);
        notes.atMostMs("gap", audience.gapMs(window), takenMs, 1_000);
        notes.exactly("stale frames after the thaw, edges' players", audience.frames(old.number(), sinceThaw), 0);
        notes.exactly(
                "stale frames after the thaw, its own players", own.audience().frames(old.number(), sinceThaw), 0);
        notes.exactly(
                "stale frames, a player of its own that came at the thaw",
                late.audience().frames(old.number(), sinceThaw),
                0);
        notes.must("old publisher let go", letGo);
        notes.must("every node names the new owner", known);
        notes.atMostMs("every node names the new owner after the thaw by", knownMs, KNOWN_MS);
        notes.must("its own players are at the new publication", served);
        notes.must("who came at the thaw is at the new publication", lateServed);
        notes.tellMs("its own players are there after the thaw by", servedMs);
        notes.undisturbed(audience, window);
        notes.of("its own players").inOrder(own.audience(), window);
        Aftermath.othersThan(scene, its);
        pulls.afterwards(1); // that of the thawed origin, for players of its own
        own.leave();
        late.leave();
    }

    /** Whether every node names an owner, and not {@code before}. */
    private static boolean allName(LabNode before, Scene scene, LabStream stream) throws InterruptedException {
        for (var node : scene.cluster().nodes()) {
            var seen = scene.ownerSeenBy(node, stream);
            if (seen.isEmpty() || seen.get().origin().equals(before.name())) {
                return false;
            }
        }
        return true;
    }

    private static boolean areAt(Encoder encoder, Viewers viewers, int count) throws InterruptedException {
        var publications = encoder.publications();
        return !publications.isEmpty()
                && viewers.audience().watching(publications.getLast().number()) == count;
    }
}
