package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Clients;
import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.NodeApi;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cluster falls in two, the same name is published on both sides, and the halves find each other again. The higher epoch wins,
 * which is that of the publication that took over within the minority; or of two of one epoch the one whose origin has the
 * higher name, which is here in the majority.
 *
 * <pre>
 *   near, the majority: origin-1, origin-2 ..., edge-1 | far, the minority: the last origin, the last edge
 * </pre>
 */
enum SplitBrain implements Fault {
    /** A stream that the players have already is published once more in the minority. */
    TAKEN_OVER("F6", "split brain with the same name on both sides, media goes through", Cut.Traffic.CLUSTER),

    NOTHING_GOES_THROUGH(
            "F6-all", "split brain with the same name on both sides, nothing goes through", Cut.Traffic.ALL),

    /** A name that nobody knows is published on both sides, each in its first epoch; the minority is the first origin and edge. */
    ANEW("F6-anew", "split brain with the same new name on both sides, media goes through", Cut.Traffic.CLUSTER) {
        @Override
        Halves halves(LabCluster cluster) {
            return Halves.of(
                    cluster, cluster.origins().getFirst(), cluster.edges().getFirst());
        }

        @Override
        Rivals publishTwice(Scene scene, Halves halves) throws InterruptedException {
            var far = scene.further(NEW_NAME, List.of(halves.farOrigin())).encoder();
            var edges = scene.cluster().edges();
            int players =
                    scene.streams().getFirst().viewers().audience().players().size();
            var stream = scene.stream(NEW_NAME, List.of(halves.nearOrigin()), players, edges, edges.size());
            var near = scene.ownerSeenBy(halves.nearOrigin(), stream).map(NodeApi.Owner::epoch);
            scene.notes()
                    .prove(
                            "each publication is the first of its half: " + near,
                            near.isPresent()
                                    && near.equals(scene.ownerSeenBy(halves.farOrigin(), stream)
                                            .map(NodeApi.Owner::epoch)));
            return new Rivals(stream, far, stream.encoder());
        }
    };

    private static final Duration SPLIT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MERGE_PATIENCE = Duration.ofSeconds(60);
    private static final double ONE_OWNER_AFTER_MERGE_MS = 2_000;
    private static final double ONE_OWNER_AFTER_HEAL_MS = 30_000;

    private static final String NEW_NAME = "new";

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

    Halves halves(LabCluster cluster) {
        return Halves.of(cluster);
    }

    /** The halves have lost each other: brings it about that the same name is published in both. */
    Rivals publishTwice(Scene scene, Halves halves) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var far = scene.encoder(stream, List.of(halves.farOrigin()));
        return new Rivals(stream, far, far);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var halves = halves(scene.cluster());
        var cut = halves.cut(traffic);
        scene.begin();
        notes.must("the halves lost each other", Waiting.until(SPLIT_PATIENCE, halves::haveLostEachOther));
        var round = new Round(scene, halves, publishTwice(scene, halves));
        round.judgeSplit();

        cut.heal();
        long healNanos = System.nanoTime();
        var healed = Instant.now();
        notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
        round.awaitOneOwner(healNanos, healed);
        round.judgeWinner();
    }

    /**
     * Who publish the same name, each in its half.
     *
     * @param stream with the encoder of the near half, and all players
     * @param toWin one of them
     */
    record Rivals(LabStream stream, Encoder far, Encoder toWin) {
        Encoder near() {
            return stream.encoder();
        }

        void comeBackNoMore() {
            near().comeBackNoMore();
            far.comeBackNoMore();
        }

        boolean arePublishing() {
            return near().isPublishing() && far.isPublishing();
        }

        boolean oneIsPublishing() {
            return near().isPublishing() != far.isPublishing();
        }

        int publishing() {
            return (near().isPublishing() ? 1 : 0) + (far.isPublishing() ? 1 : 0);
        }

        Encoder winner() {
            return near().isPublishing() ? near() : far;
        }
    }

    /** At the owner, from the moment on at which all agreed. */
    private static final class Looks {
        private int all;
        private int differing;

        void look(boolean agreed) {
            all++;
            differing += agreed ? 0 : 1;
        }
    }

    /** From the rivals' begin on. */
    private record Round(Scene scene, Halves halves, Rivals rivals, Looks looks) {
        Round(Scene scene, Halves halves, Rivals rivals) {
            this(scene, halves, rivals, new Looks());
        }

        /** The players of each half have the publication of theirs. */
        void judgeSplit() throws InterruptedException {
            var notes = scene.notes();
            rivals.comeBackNoMore();
            long farPlayers = far().players().size();
            notes.must("the name was published on both sides", Waiting.until(SPLIT_PATIENCE, rivals::arePublishing));
            long nearNumber = rivals.near().publications().getLast().number();
            long farNumber = rivals.far().publications().isEmpty()
                    ? nearNumber
                    : rivals.far().publications().getLast().number();
            boolean _ = Waiting.until(SPLIT_PATIENCE, () -> far().watching(farNumber) == farPlayers);
            Waiting.pause(Duration.ofSeconds(3));
            long nearPlayers = all().players().size() - farPlayers;
            notes.exactly("near players of their side's publication", all().watching(nearNumber), nearPlayers);
            notes.exactly("far players of their side's publication", far().watching(farNumber), farPlayers);
        }

        /** The halves merge, and one of the rivals is thrown out. */
        void awaitOneOwner(long healNanos, Instant healed) throws InterruptedException {
            var notes = scene.notes();
            notes.must(
                    "the halves merged",
                    Waiting.until(
                            MERGE_PATIENCE, () -> halves.mergedAfter(healed).isPresent()));
            boolean _ = Waiting.until(MERGE_PATIENCE, () -> isAtOneHost() && rivals.oneIsPublishing());
            var one = Instant.now();
            double oneMs = ms(System.nanoTime() - healNanos);
            boolean together = Waiting.until(MERGE_PATIENCE, () -> {
                looks.look(isInOnePlace());
                return halves.knowEachOther();
            });
            notes.must("origins know all nodes", together);
            notes.tellMs("origins know all nodes after the heal by", ms(System.nanoTime() - healNanos));
            halves.mergedAfter(healed)
                    .ifPresent(merge -> notes.atMostMs(
                            "one owner after the merge",
                            (double) Duration.between(merge, one).toMillis(),
                            ONE_OWNER_AFTER_MERGE_MS));
            notes.atMostMs("one owner after the heal", oneMs, ONE_OWNER_AFTER_HEAL_MS);
        }

        /** The one that must win has won, for good, and all players have it. */
        void judgeWinner() throws InterruptedException {
            var notes = scene.notes();
            var winner = rivals.winner();
            notes.must("the winner is the one that it must be", winner == rivals.toWin());
            long number = winner.publications().isEmpty()
                    ? -1
                    : winner.publications().getLast().number();
            boolean _ = Waiting.until(SPLIT_PATIENCE, () -> {
                looks.look(isInOnePlace());
                return all().watching(number) == all().players().size();
            });
            lookAtOwner();
            notes.exactly("publishers in the end", rivals.publishing(), 1);
            notes.exactly(
                    "players of the winner",
                    all().watching(number),
                    all().players().size());
            var window = scene.window();
            notes.exactly(Disturbance.DISCONNECTED.text(), all().count(Disturbance.DISCONNECTED, window), 0);
            notes.inOrder(all(), window);
            notes.tellMs("longest gap", all().gapMs(window));
        }

        private void lookAtOwner() throws InterruptedException {
            long quiet = System.nanoTime();
            while (System.nanoTime() - quiet < scene.settings().after().toNanos()) {
                looks.look(oneOwner().isPresent());
                Waiting.pause(Duration.ofMillis(100));
            }
            scene.notes().tell("looks at the owner afterwards", looks.all);
            scene.notes().exactly("looks at the owner that differed afterwards", looks.differing, 0);
        }

        private Audience all() throws InterruptedException {
            return rivals.stream().viewers().audience();
        }

        /** The players in the minority. */
        private Audience far() throws InterruptedException {
            return rivals.stream()
                    .viewers()
                    .audienceAt(halves.farEdge(), scene.cluster().edges().size());
        }

        /** Whether all origins have the stream at the same host. */
        private boolean isAtOneHost() throws InterruptedException {
            var hosts = hosts();
            return hosts.size() == 1 && !hosts.contains(Optional.<String>empty());
        }

        /** Whether one rival publishes at most, and no two origins have the stream at different hosts. */
        private boolean isInOnePlace() throws InterruptedException {
            return !rivals.arePublishing()
                    && hosts().stream().filter(Optional::isPresent).count() <= 1;
        }

        /** Of the owner, as each origin knows it. */
        private Set<Optional<String>> hosts() throws InterruptedException {
            var hosts = new HashSet<Optional<String>>();
            for (var origin : scene.cluster().origins()) {
                hosts.add(origin.api().ownersHost(Clients.APP, rivals.stream().name()));
            }
            return hosts;
        }

        /** The owner on which all origins agree. */
        private Optional<NodeApi.Owner> oneOwner() throws InterruptedException {
            var seen = new HashSet<Optional<NodeApi.Owner>>();
            for (var origin : scene.cluster().origins()) {
                seen.add(scene.ownerSeenBy(origin, rivals.stream()));
            }
            return seen.size() == 1 ? seen.iterator().next() : Optional.empty();
        }

        private static double ms(long nanos) {
            return nanos / 1e6;
        }
    }
}
