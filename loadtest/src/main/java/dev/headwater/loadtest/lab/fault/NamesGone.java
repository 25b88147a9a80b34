package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.NameService;
import dev.headwater.loadtest.lab.measure.Window;
import java.time.Duration;
import java.util.List;

/**
 * DNS answers nobody for a minute, in a cluster whose nodes know each other by names: what runs goes on, and who was known before is
 * found.
 */
final class NamesGone implements Fault {
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** Longer than an answer of the name service may be believed. */
    private static final Duration UNTIL_FORGOTTEN = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** In the log of a node one of whose event loops stood still for 200 ms or longer. */
    private static final String LATE = "was late by";

    private static final double FIRST_PICTURE_MS = 2_000;

    /** As in F22. */
    private static final double TAKEN_OVER_MS = 1_500 + Encoder.SHAPE.gop().toMillis();

    @Override
    public String id() {
        return "F12";
    }

    @Override
    public String title() {
        return "DNS silent for a minute";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(2, 1).byName();
    }

    @Override
    public List<LabNode> audienceAt(LabCluster cluster) {
        return List.of(cluster.edges().getFirst());
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        var edge = cluster.edges().getFirst();
        var names = scene.network().names();
        var notes = scene.notes();
        var unplayed = scene.further("unplayed", cluster.origins());
        notes.prove(
                "names are answered before",
                names.answers(edge.place(), NameService.ORIGINS)
                        && Waiting.until(PATIENCE, unplayed.encoder()::isPublishing));

        long earlier = cluster.logLines(LATE);

        scene.begin();
        names.fallSilent();
        notes.prove("no name is answered", !names.answers(edge.place(), NameService.ORIGINS));
        Waiting.pause(UNTIL_FORGOTTEN);
        long asked = System.nanoTime();
        var late = scene.viewers(unplayed, List.of(edge), 1, Duration.ZERO);
        boolean served = Waiting.until(PATIENCE, () -> late.served() == 1);
        double pictureMs = (System.nanoTime() - asked) / 1e6;
        var next = takeOver(scene, unplayed);
        boolean moved = Waiting.until(PATIENCE, () -> isSeen(next, late));
        double gapMs = late.audience().gapMs(Window.since(asked + (long) (pictureMs * 1e6)));
        Waiting.pause(SILENCE.minusNanos(System.nanoTime() - scene.window().fromNanos()));
        var window = scene.window();
        notes.prove("still none after a minute", !names.answers(edge.place(), NameService.ORIGINS));
        names.speak();

        notes.must("a stream that the edge did not have is played", served);
        notes.atMostMs("first picture of a stream that the edge did not have", pictureMs, FIRST_PICTURE_MS);
        notes.must("that stream goes on when another origin has it", moved);
        notes.atMostMs("gap of that stream when another origin has it", gapMs, TAKEN_OVER_MS);
        notes.of(unplayed.name()).undisturbed(late.audience(), window);
        for (var stream : scene.streams()) {
            scene.unconcerned(stream.name(), stream.viewers().audience());
        }
        notes.exactly("event loops found blocked", cluster.logLines(LATE) - earlier, 0);
        notes.exactly("members that left", cluster.logLines("left the cluster"), 0);
        late.leave();
    }

    /** At an origin that the edge has not pulled this stream from. */
    private static Encoder takeOver(Scene scene, LabStream stream) throws InterruptedException {
        var owner = scene.ownerOf(stream);
        var others =
                scene.cluster().origins().stream().filter(node -> node != owner).toList();
        stream.encoder().comeBackNoMore();
        return scene.encoder(stream, others);
    }

    private static boolean isSeen(Encoder encoder, Viewers viewers) throws InterruptedException {
        var publications = encoder.publications();
        return !publications.isEmpty()
                && viewers.audience().watching(publications.getLast().number()) == 1;
    }
}
