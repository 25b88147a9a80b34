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
 * The cluster falls in two, the same name is published on both sides, and the halves find each other again. The higher epoch wins,
 * which is that of the publication that took over within the minority; or of two of one epoch the one whose origin has the
 * higher name, which is here in the majority.
 *
 * <pre>
 *   majority: origin-1, origin-2 ..., edge-1 | minority: the last origin, the last edge
 * </pre>
 */
enum SplitBrain implements Fault {
    /** A stream that the players have already is published once more in the minority. */
    TAKEN_OVER("F6", "split brain with the same name on both sides, media goes through", Cut.Traffic.CLUSTER),

    NOTHING_GOES_THROUGH(
            "F6-all", "split brain with the same name on both sides, nothing goes through", Cut.Traffic.ALL),

    /** A name that nobody knows is published on both sides, each in its first epoch; the minority is the first origin and edge. */
    ANEW("F6-anew", "split brain with the same new name on both sides, media goes through", Cut.Traffic.CLUSTER);

    private static final Duration SPLIT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MERGE_PATIENCE = Duration.ofSeconds(60);
    private static final double ONE_OWNER_AFTER_MERGE_MS = 2_000;
    private static final double ONE_OWNER_AFTER_HEAL_MS = 30_000;

    private static final String NEW_NAME = "new";

    /** In the log of a node whose side has come over to the other. */
    static final String MERGED = "merged; every node";

    private static final int ORIGINS = 3;
    private static final int EDGES = 2;

    private final String id;
    private final String title;
    private final Cut.Traffic traffic;

    SplitBrain(String id, String title, Cut.Traffic traffic) {
        this.id = id;
        this.title = title;
        this.traffic = traffic;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(ORIGINS, EDGES).withStreams(1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        boolean anew = this == ANEW;
        var origins = scene.cluster().origins();
        var edges = scene.cluster().edges();
        int farEdge = anew ? 0 : edges.size() - 1;
        var round = new Round(scene, anew ? origins.getFirst() : origins.getLast(), farEdge);
        round.run(traffic, anew);
    }

    private static final class Round {
        private final Scene scene;
        private final LabNode farOrigin;
        private final int farEdge;
        private final List<LabNode> majority;
        private final List<LabNode> minority;
        private final int edges;
        private LabStream stream;

        /** @param farEdge its place among the edges */
        Round(Scene scene, LabNode farOrigin, int farEdge) {
            this.scene = scene;
            this.farOrigin = farOrigin;
            this.farEdge = farEdge;
            var cluster = scene.cluster();
            stream = scene.streams().getFirst();
            minority = List.of(farOrigin, cluster.edges().get(farEdge));
            majority = cluster.nodes().stream()
                    .filter(node -> !minority.contains(node))
                    .toList();
            edges = cluster.edges().size();
        }

        void run(Cut.Traffic traffic, boolean anew) throws InterruptedException {
            var notes = scene.notes();
            var cut = scene.network().cut(places(minority), places(majority), traffic);
            scene.begin();
            notes.must("the halves lost each other", Waiting.until(SPLIT_PATIENCE, this::areApart));
            var second = anew ? publishAnew() : scene.encoder(stream, List.of(farOrigin));
            stream.encoder().comeBackNoMore();
            second.comeBackNoMore();
            long farPlayers = far().players().size();
            notes.must(
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
            afterHeal(second, anew ? stream.encoder() : second, healNanos, healed);
        }

        /** Makes that the stream of the round. @return its encoder in the minority */
        private Encoder publishAnew() throws InterruptedException {
            var far = scene.further(NEW_NAME, List.of(farOrigin)).encoder();
            var nearOrigin = scene.cluster().origins().stream()
                    .filter(majority::contains)
                    .toList()
                    .getFirst();
            int players = stream.viewers().audience().players().size();
            stream = scene.stream(
                    NEW_NAME, List.of(nearOrigin), players, scene.cluster().edges(), edges);
            var near = scene.ownerSeenBy(nearOrigin, stream).map(NodeApi.Owner::epoch);
            scene.notes()
                    .prove(
                            "each publication is the first of its half: " + near,
                            near.isPresent()
                                    && near.equals(
                                            scene.ownerSeenBy(farOrigin, stream).map(NodeApi.Owner::epoch)));
            return far;
        }

        private void afterHeal(Encoder second, Encoder toWin, long healNanos, Instant healed)
                throws InterruptedException {
            var notes = scene.notes();
            notes.must(
                    "the halves merged",
                    Waiting.until(MERGE_PATIENCE, () -> mergeAfter(healed).isPresent()));
            boolean _ = Waiting.until(
                    MERGE_PATIENCE, () -> isAtOneHost() && stream.encoder().isPublishing() != second.isPublishing());
            var one = Instant.now();
            double oneMs = ms(System.nanoTime() - healNanos);
            boolean together = Waiting.until(MERGE_PATIENCE, this::areTogether);
            notes.must("origins know all nodes", together);
            notes.tellMs("origins know all nodes after the heal by", ms(System.nanoTime() - healNanos));
            mergeAfter(healed)
                    .ifPresent(merge -> notes.atMostMs(
                            "one owner after the merge",
                            (double) Duration.between(merge, one).toMillis(),
                            ONE_OWNER_AFTER_MERGE_MS));
            notes.atMostMs("one owner after the heal", oneMs, ONE_OWNER_AFTER_HEAL_MS);
            var winner = stream.encoder().isPublishing() ? stream.encoder() : second;
            notes.must("the winner is the one that it must be", winner == toWin);
            long number = winner.publications().isEmpty()
                    ? -1
                    : winner.publications().getLast().number();
            boolean _ = Waiting.until(
                    SPLIT_PATIENCE,
                    () -> all().watching(number) == all().players().size());

            int looks = 0;
            int severalOwners = 0;
            long quiet = System.nanoTime();
            while (System.nanoTime() - quiet < scene.settings().after().toNanos()) {
                looks++;
                severalOwners += oneOwner().isPresent() ? 0 : 1;
                Waiting.pause(Duration.ofMillis(100));
            }
            notes.tell("looks at the owner afterwards", looks);
            notes.exactly("looks at the owner that differed afterwards", severalOwners, 0);
            notes.exactly("publishers in the end", publishing(stream.encoder()) + publishing(second), 1);
            notes.exactly(
                    "players of the winner",
                    all().watching(number),
                    all().players().size());
            var window = scene.window();
            notes.exactly(Disturbance.DISCONNECTED.text(), all().count(Disturbance.DISCONNECTED, window), 0);
            notes.inOrder(all(), window);
            notes.tellMs("longest gap", all().gapMs(window));
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

        /** The players in the minority. */
        private Audience far() throws InterruptedException {
            return stream.viewers().audienceAt(farEdge, edges);
        }

        /** Whether both sides have given each other up: until then a claim may wait for a member of the other one. */
        private boolean areApart() throws InterruptedException {
            for (var origin : scene.cluster().origins()) {
                var others = majority.contains(origin) ? minority : majority;
                var known = origin.api().nodes();
                if (known.isEmpty() || others.stream().anyMatch(node -> known.contains(node.name()))) {
                    return false;
                }
            }
            return true;
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
