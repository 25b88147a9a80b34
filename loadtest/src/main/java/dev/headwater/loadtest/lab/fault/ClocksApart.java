package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.NodeApi;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.FakeClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clock of an origin is an hour ahead and that of an edge an hour behind, and that of a second origin steps: an hour ahead, to
 * half a minute ahead, and back. Nothing that a cluster does may go by the time of day.
 */
final class ClocksApart implements Fault {
    private static final String AHEAD = "origin-1";
    private static final String STEPPING = "origin-2";
    private static final String BEHIND = "edge-1";
    private static final Duration HOUR = Duration.ofHours(1);

    /** The second is less than what Hazelcast takes for a step of the clock. */
    private static final List<Duration> STEPS = List.of(HOUR, Duration.ofSeconds(30), Duration.ZERO);

    /** Longer than a member is waited for, and than what is announced lives. */
    private static final Duration AFTER_STEP = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double NOT_QUITE_SECONDS = 5;
    private static final double FIRST_PICTURE_MS = 2_000;

    @Override
    public String id() {
        return "F17";
    }

    @Override
    public String title() {
        return "clocks an hour apart, one steps";
    }

    @Override
    public Optional<String> missing(LabSettings settings) {
        return FakeClock.missing();
    }

    @Override
    public Topology topology(LabSettings settings) {
        var nodes = settings.topology().atLeast(3, 2);
        for (var clock : Map.of(AHEAD, HOUR, STEPPING, Duration.ZERO, BEHIND, HOUR.negated())
                .entrySet()) {
            var own = FakeClock.of(clock.getKey());
            own.set(clock.getValue());
            nodes = nodes.with(clock.getKey(), node -> node.startedBy(own.command()));
        }
        return nodes;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        var notes = scene.notes();
        prove(scene, AHEAD, HOUR);
        prove(scene, BEHIND, HOUR.negated());
        var owners = owners(scene);
        var listings = new Listings(cluster, scene.streams());
        double slowestMs = 0;
        int published = 0;
        int served = 0;

        scene.begin();
        for (var step : STEPS) {
            FakeClock.of(STEPPING).set(step);
            prove(scene, STEPPING, step);
            for (LabNode edge : cluster.edges()) {
                long asked = System.nanoTime();
                var fresh = scene.further("new-%d-at-%s".formatted(step.toSeconds(), edge.name()), List.of(edge));
                published += Waiting.until(PATIENCE, fresh.encoder()::isPublishing) ? 1 : 0;
                var players =
                        scene.viewers(fresh, cluster.edges(), cluster.edges().size(), Duration.ZERO);
                int wanted = cluster.edges().size();
                served += Waiting.until(PATIENCE, () -> players.served() == wanted) ? wanted : 0;
                slowestMs = Math.max(slowestMs, (System.nanoTime() - asked) / 1e6);
                players.leave();
            }
            Waiting.pause(AFTER_STEP);
            listings.look();
        }

        int edges = cluster.edges().size();
        notes.exactly("new publishes through edges", published, (long) STEPS.size() * edges);
        notes.exactly("players of them that have a picture", served, (long) STEPS.size() * edges * edges);
        notes.atMostMs("publish and first picture at all edges, the slowest", slowestMs, FIRST_PICTURE_MS);
        for (var stream : scene.streams()) {
            scene.unconcerned(stream.name(), stream.viewers().audience());
        }
        notes.must("owners and epochs are the same", owners(scene).equals(owners));
        notes.exactly("members that left", cluster.logLines("left the cluster"), 0);
        notes.exactly("lists without some node or stream", listings.incomplete(), 0);
    }

    private static Map<String, NodeApi.Owner> owners(Scene scene) throws InterruptedException {
        var owners = new HashMap<String, NodeApi.Owner>();
        for (var stream : scene.streams()) {
            scene.ownerSeenBy(scene.cluster().nodes().getLast(), stream)
                    .ifPresent(owner -> owners.put(stream.name(), owner));
        }
        return owners;
    }

    /** By what the node says that the time is. */
    private static void prove(Scene scene, String node, Duration ahead) throws InterruptedException {
        var api = scene.cluster().node(node).api();
        boolean shown = Waiting.until(PATIENCE, () -> {
            var time = api.metric("headwater_time_seconds", Map.of());
            double now = System.currentTimeMillis() / 1e3;
            return time.isPresent() && Math.abs(time.get() - now - ahead.toSeconds()) < NOT_QUITE_SECONDS;
        });
        scene.notes().prove("the clock of %s is %d s ahead".formatted(node, ahead.toSeconds()), shown);
    }
}
