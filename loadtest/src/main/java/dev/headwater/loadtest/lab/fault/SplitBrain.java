package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Clients;
import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.NodeApi;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import dev.headwater.loadtest.lab.machine.Place;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The cluster falls in two, the same name is published on both sides, and the halves find each other again.
 *
 * <pre>
 *   majority: origin-1, origin-2 ..., edge-1 | minority: the last origin, the last edge
 * </pre>
 */
final class SplitBrain implements Fault {
    private static final Duration SPLIT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MERGE_PATIENCE = Duration.ofSeconds(60);
    private static final double ONE_OWNER_AFTER_MERGE_MS = 2_000;
    private static final double ONE_OWNER_AFTER_HEAL_MS = 30_000;

    /** In the log of a node whose side has come over to the other. */
    private static final String MERGED = "merged; every node";

    private static final int ORIGINS = 3;
    private static final int EDGES = 2;

    private final String id;
    private final Cut.Traffic traffic;

    SplitBrain(String id, Cut.Traffic traffic) {
        this.id = id;
        this.traffic = traffic;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return traffic == Cut.Traffic.CLUSTER
                ? "split brain with the same name on both sides, media goes through"
                : "split brain with the same name on both sides, nothing goes through";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(ORIGINS, EDGES);
        return new Topology(wanted.nodes(), 1, Math.max(wanted.players(), EDGES));
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        new Round(scene, traffic).run();
    }

    private static final class Round {
        private final Scene scene;
        private final Cut.Traffic traffic;
        private final LabStream stream;
        private final List<LabNode> majority;
        private final List<LabNode> minority;
        private final LabNode farOrigin;
        private final int edges;
        private final long farPlayers;

        Round(Scene scene, Cut.Traffic traffic) throws InterruptedException {
            this.scene = scene;
            this.traffic = traffic;
            var cluster = scene.cluster();
            stream = scene.streams().getFirst();
            farOrigin = cluster.origins().getLast();
            var farEdge = cluster.edges().getLast();
            minority = List.of(farOrigin, farEdge);
            majority = cluster.nodes().stream()
                    .filter(node -> !minority.contains(node))
                    .toList();
            edges = cluster.edges().size();
            farPlayers = far().players().size();
        }

        void run() throws InterruptedException {
            var notes = scene.notes();
            stream.encoder().comeBackNoMore();
            var cut = scene.network().cut(places(minority), places(majority), traffic);
            scene.begin();
            notes.prove("the halves lost each other", Waiting.until(SPLIT_PATIENCE, this::areApart));
            var second = scene.encoder(stream, List.of(farOrigin));
            second.comeBackNoMore();
            notes.prove(
                    "the name was published on both sides",
                    Waiting.until(
                            SPLIT_PATIENCE,
                            () -> second.isPublishing() && stream.encoder().isPublishing()));
            var first = stream.encoder().publications().getLast();
            var other = second.publications().isEmpty()
                    ? first
                    : second.publications().getLast();
            boolean _ = Waiting.until(SPLIT_PATIENCE, () -> far().watching(other.number()) == farPlayers);
            Waiting.pause(Duration.ofSeconds(3));
            long nearPlayers = all().players().size() - farPlayers;
            notes.exactly("near players of their side's publication", all().watching(first.number()), nearPlayers);
            notes.exactly("far players of their side's publication", far().watching(other.number()), farPlayers);

            cut.heal();
            long healNanos = System.nanoTime();
            var healed = Instant.now();
            notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
            afterHeal(second, healNanos, healed);
        }

        private void afterHeal(Encoder second, long healNanos, Instant healed) throws InterruptedException {
            var notes = scene.notes();
            notes.prove(
                    "the halves merged",
                    Waiting.until(MERGE_PATIENCE, () -> mergeAfter(healed).isPresent()));
            boolean _ = Waiting.until(
                    MERGE_PATIENCE, () -> isAtOneHost() && stream.encoder().isPublishing() != second.isPublishing());
            var one = Instant.now();
            double oneMs = ms(System.nanoTime() - healNanos);
            boolean together = Waiting.until(MERGE_PATIENCE, this::areTogether);
            notes.exactly("origins know all nodes", together ? 1 : 0, 1);
            notes.tellMs("they did, after the heal", ms(System.nanoTime() - healNanos));
            double sinceMergeMs =
                    Duration.between(mergeAfter(healed).orElse(one), one).toMillis();
            notes.atMostMs("one owner after the merge", sinceMergeMs, ONE_OWNER_AFTER_MERGE_MS);
            notes.atMostMs("one owner after the heal", oneMs, ONE_OWNER_AFTER_HEAL_MS);
            var winner = stream.encoder().isPublishing() ? stream.encoder() : second;
            long number = winner.publications().isEmpty()
                    ? -1
                    : winner.publications().getLast().number();
            boolean _ = Waiting.until(
                    SPLIT_PATIENCE,
                    () -> all().watching(number) == all().players().size());

            int severalOwners = 0;
            long quiet = System.nanoTime();
            while (System.nanoTime() - quiet < scene.settings().after().toNanos()) {
                severalOwners += oneOwner().isPresent() ? 0 : 1;
                Waiting.pause(Duration.ofMillis(100));
            }
            notes.exactly("looks at the owner that differed afterwards", severalOwners, 0);
            notes.exactly("publishers in the end", publishing(stream.encoder()) + publishing(second), 1);
            notes.exactly(
                    "players of the winner",
                    all().watching(number),
                    all().players().size());
            disturbances(number == stream.encoder().publications().getLast().number());
        }

        /** If the first publication wins, the far players come back to it, once and with a new epoch. */
        private void disturbances(boolean firstWon) throws InterruptedException {
            var notes = scene.notes();
            var window = scene.window();
            var audience = all();
            for (var what : List.of(
                    Disturbance.DISCONNECTED,
                    Disturbance.TIMESTAMP_BACK,
                    Disturbance.REPEATED,
                    Disturbance.REORDERED)) {
                notes.exactly(what.text(), audience.count(what, window), 0);
            }
            notes.atMost(
                    Disturbance.RETURNED.text(),
                    audience.count(Disturbance.RETURNED, window),
                    firstWon ? farPlayers : 0);
            notes.tellMs("longest gap", audience.gapMs(window));
        }

        private static int publishing(Encoder encoder) {
            return encoder.isPublishing() ? 1 : 0;
        }

        private static double ms(long nanos) {
            return nanos / 1e6;
        }

        private Audience all() throws InterruptedException {
            return stream.viewers().audience();
        }

        /** The players of the last edge. */
        private Audience far() throws InterruptedException {
            return stream.viewers().audienceAt(edges - 1, edges);
        }

        private boolean areApart() throws InterruptedException {
            var here = farOrigin.api().nodes();
            return !here.isEmpty() && majority.stream().noneMatch(node -> here.contains(node.name()));
        }

        /** Whether all origins have the stream at the same host. */
        private boolean isAtOneHost() throws InterruptedException {
            var hosts = new HashSet<Optional<String>>();
            for (var origin : scene.cluster().origins()) {
                hosts.add(origin.api().ownersHost(Clients.APP, stream.name()));
            }
            return hosts.size() == 1 && !hosts.contains(Optional.<String>empty());
        }

        /** When the first origin after that was of the other half's cluster. */
        private Optional<Instant> mergeAfter(Instant healed) {
            return scene.cluster().origins().stream()
                    .flatMap(origin -> origin.logTimes(MERGED).stream())
                    .filter(time -> time.isAfter(healed))
                    .min(Comparator.naturalOrder());
        }

        private boolean areTogether() throws InterruptedException {
            for (var origin : scene.cluster().origins()) {
                var known = origin.api().nodes();
                if (!scene.cluster().nodes().stream().allMatch(node -> known.contains(node.name()))) {
                    return false;
                }
            }
            return true;
        }

        /** The owner on which all origins agree. */
        private Optional<NodeApi.Owner> oneOwner() throws InterruptedException {
            var seen = new HashSet<Optional<NodeApi.Owner>>();
            for (var origin : scene.cluster().origins()) {
                seen.add(scene.ownerSeenBy(origin, stream));
            }
            return seen.size() == 1 ? seen.iterator().next() : Optional.empty();
        }

        private static List<Place> places(List<LabNode> nodes) {
            return nodes.stream().map(LabNode::place).toList();
        }
    }
}
