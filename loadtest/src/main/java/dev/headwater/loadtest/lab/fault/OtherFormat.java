package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import dev.headwater.loadtest.source.Format;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.media.MediaFrame;
import java.time.Duration;
import java.util.List;

/**
 * A stream breaks off and returns with pictures of another size and sound of another codec, within the hold of its players. A
 * goodbye would end them (publish.hold).
 */
final class OtherFormat implements Fault {
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final double SECOND_MS = 1_000;

    @Override
    public String id() {
        return "F25";
    }

    @Override
    public String title() {
        return "stream breaks off and returns with another size and codec";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return Fault.super.topology(settings).withStreams(1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var others =
                scene.cluster().origins().stream().filter(node -> node != owner).toList();
        long connections = connections(scene);
        scene.begin();
        stream.encoder().vanish();
        notes.must(
                "the stream ended at its origin",
                Waiting.until(PATIENCE, () -> scene.ownerSeenBy(owner, stream).isEmpty()));
        notes.prove("connections of clients: one less than " + connections, connections(scene) < connections);
        Waiting.pause(AWAY);
        var next = scene.encoder(stream, others, Format.AVC_360P_MP3);
        boolean published = Waiting.until(PATIENCE, next::isPublishing);
        double returnedMs =
                scene.sinceBeginMs(published ? next.publications().getFirst().startedNanos() : System.nanoTime());
        notes.must("it was published again", published);
        boolean _ = Waiting.until(
                PATIENCE,
                () -> stream.viewers().audience().watching(number(next))
                        == stream.viewers().audience().players().size());
        boolean _ = scene.settle(stream, PATIENCE);

        var window = scene.window();
        var audience = stream.viewers().audience();
        var players = audience.players();
        byte[] newHeader = Format.AVC_360P_MP3.videoHeader();
        notes.exactly("players of the new publication", audience.watching(number(next)), players.size());
        notes.exactly(
                "players with the new header before each of its pictures",
                players.stream()
                        .filter(player -> player.isUnder(newHeader, number(next)))
                        .count(),
                players.size());
        for (var header : headers(Format.AVC_360P_MP3)) {
            notes.exactly(
                    "players with the new %s".formatted(what(header)),
                    players.stream()
                            .filter(player -> player.headers(header.payload(), window) > 0)
                            .count(),
                    players.size());
        }
        for (var header : headers(Format.AVC_720P_AAC)) {
            notes.exactly(
                    "times that the old %s came".formatted(what(header)),
                    players.stream()
                            .mapToLong(player -> player.headers(header.payload(), window))
                            .sum(),
                    0);
        }
        notes.exactly(Disturbance.DISCONNECTED.text(), audience.count(Disturbance.DISCONNECTED, window), 0);
        notes.inOrder(audience, window);
        notes.atMostMs("published again after", returnedMs, (double) AWAY.toMillis(), SECOND_MS);
        notes.atMostMs("gap", audience.gapMs(window), returnedMs, SECOND_MS);
    }

    /** Of all encoders and players, as the kernel of each place sees it. */
    private static long connections(Scene scene) {
        return scene.cluster().nodes().stream()
                .map(LabNode::place)
                .mapToLong(place -> place.connectionsTo(place.ports().rtmp()))
                .sum();
    }

    /** Metadata and sequence headers. */
    private static List<MediaFrame> headers(Format format) {
        return new GeneratedSource(Encoder.SHAPE, 0, format).headers();
    }

    private static String what(MediaFrame header) {
        return switch (header.kind()) {
            case DATA -> "metadata";
            case VIDEO -> "header of video";
            case AUDIO -> "header of sound";
        };
    }

    private static long number(Encoder encoder) {
        var publications = encoder.publications();
        return publications.isEmpty() ? -1 : publications.getLast().number();
    }
}
