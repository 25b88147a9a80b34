package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cluster pulls the first stream from its own first edge, as from a foreign server, and publishes it under another name; the origin
 * that does so is killed. Another one takes the relay over.
 *
 * <pre>
 *   encoder --- origin-1 --- edge-1 --- x origin-2 x --- edges    copy of the stream
 *                                  \--- origin-3 ------/
 * </pre>
 */
final class RelayKilled implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ARRIVAL = Duration.ofMillis(500);
    private static final double TAKEN_OVER_MS = 2_000;
    private static final double GAP_MS = 3_000;

    /** {@code cluster.record-life}: by then who lost the relay has been told, or has claimed it again. */
    private static final Duration RECORD_LIFE = Duration.ofSeconds(12);

    /**
     * A foreign server begins with its last group of pictures, of which players may have had something: of {@link Encoder#SHAPE} 25
     * pictures and 44 frames of sound at most.
     */
    private static final long GROUP_FRAMES = 25 + 44;

    /** The relay's owner is chance; it must not be the stream's. */
    private static final int TRIES = 12;

    @Override
    public String id() {
        return "relay-killed";
    }

    @Override
    public String title() {
        return "an origin that pulls a stream from another server is killed";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(3, 2).withStreams(1);
    }

    /** A copy of the stream, and who makes it. */
    private record Copy(String name, LabNode runner) {}

    @Override
    public void run(Scene scene) throws InterruptedException {
        var source = scene.streams().getFirst();
        var notes = scene.notes();
        var copy = copyOf(source, scene);
        var runner = copy.runner();
        var viewers = scene.viewers(
                copy.name(),
                scene.cluster().edges(),
                scene.settings().topology().players(),
                ARRIVAL);
        var copied = new LabStream(copy.name(), source.encoder(), viewers);
        notes.prove(
                "the copy is played",
                isPlayed(viewers, scene.settings().topology().players()));

        var others = scene.cluster().origins().stream()
                .filter(origin -> origin != runner)
                .toList();

        scene.begin();
        runner.kill();
        notes.prove(
                "process %d of %s is %s".formatted(runner.pid(), runner.name(), ProcessState.GONE),
                Waiting.until(PATIENCE, () -> runner.state() == ProcessState.GONE));
        boolean _ =
                Waiting.until(PATIENCE, () -> !runnersOf(copy.name(), others).isEmpty());
        double takenOverMs = scene.sinceBeginMs(System.nanoTime());
        boolean _ = scene.settle(copied, PATIENCE);
        boolean twice =
                Waiting.until(RECORD_LIFE, () -> runnersOf(copy.name(), others).size() > 1);

        var window = scene.window();
        int runners = twice ? 2 : runnersOf(copy.name(), others).size();
        notes.exactly("other origins that run the relay", runners, 1);
        notes.atMostMs("relay runs again after", takenOverMs, TAKEN_OVER_MS);
        notes.atMostMs("gap of the copy", viewers.audience().gapMs(window), GAP_MS);
        notes.undisturbed(viewers.audience(), window, GROUP_FRAMES);
        scene.unconcerned(source.name(), source.viewers().audience());
        viewers.leave();
    }

    private static Copy copyOf(LabStream source, Scene scene) throws InterruptedException {
        var edge = scene.cluster().edges().getFirst();
        var owner = scene.ownerOf(source);
        var origins = scene.cluster().origins();
        var place = edge.place();
        String url =
                "rtmp://%s:%d/live/%s".formatted(place.host(), place.ports().rtmp(), source.name());
        for (int i = 1; i <= TRIES; i++) {
            String name = "copy-" + i;
            if (edge.api().addPull(name, "live/" + name, url)
                    && Waiting.until(PATIENCE, () -> !runnersOf(name, origins).isEmpty())) {
                var runners = runnersOf(name, origins);
                if (runners.size() == 1 && runners.getFirst() != owner) {
                    return new Copy(name, runners.getFirst());
                }
            }
        }
        throw new IllegalStateException(
                "none of %d relays is run by another origin than the stream's".formatted(TRIES));
    }

    private static List<LabNode> runnersOf(String relay, List<LabNode> origins) throws InterruptedException {
        var runners = new ArrayList<LabNode>();
        for (var origin : origins) {
            if (origin.api()
                            .laterMetric("headwater_relay_state", Map.of("relay", relay, "state", "running"))
                            .orElse(0.0)
                    == 1) {
                runners.add(origin);
            }
        }
        return runners;
    }

    private static boolean isPlayed(Viewers viewers, int players) throws InterruptedException {
        return Waiting.until(PATIENCE, () -> viewers.served() == players);
    }
}
