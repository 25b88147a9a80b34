package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Ten players a second come to an edge and go soon, so that it pulls the stream and lets it go over and over: for half of the time at
 * one of three edges after the other, and then at all three at once, with pauses.
 */
final class Churn implements Fault {
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration BETWEEN_JOINS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EDGES = 3;

    /** A player stays while so many others come. */
    private static final int STAY = 8;

    /** So many come to one edge before the next one has its turn: it is without a player for longer than it lingers. */
    private static final int RUN = 15;

    private static final Duration LINGER = Duration.ofMillis(500);

    /** One of so many may go before it has a picture: who comes as the edge lets the stream go waits for the next pull. */
    private static final int WITHOUT_PICTURE = 100;

    static final int TURNS = (int) LENGTH.dividedBy(BETWEEN_JOINS);
    private static final int TURNS_ONE_BY_ONE = TURNS / 2;
    private static final int TURNS_BETWEEN_LOOKS = 3;
    private static final double CLOSED_MS = LINGER.toMillis() + 1_500;

    @Override
    public String id() {
        return "F24";
    }

    @Override
    public String title() {
        return "players come and go, ten a second";
    }

    /** Where the stream is published: the players of the control must need no pull. */
    @Override
    public List<LabNode> audienceAt(LabCluster cluster) {
        return List.of(cluster.origins().getFirst());
    }

    @Override
    public Topology topology(LabSettings settings) {
        var nodes = Topology.of(2, EDGES, 1, 2);
        return new Topology(
                nodes.nodes().stream()
                        .map(node -> node.with("play.linger", LINGER.toMillis() + "ms"))
                        .toList(),
                nodes.streams(),
                nodes.players());
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        var edges = scene.cluster().edges();
        var present = new ArrayDeque<Viewers>();
        int turn = 0;
        int joined = 0;
        long served = 0;
        long mostConnections = 0;
        var pulls = PullWatch.start(scene);

        scene.begin();
        while (turn < TURNS) {
            long due = scene.window().fromNanos() + turn * BETWEEN_JOINS.toNanos();
            Waiting.pause(Duration.ofNanos(Math.max(due - System.nanoTime(), 0)));
            var chosen = inTurn(edges, turn);
            present.add(scene.viewers(stream, chosen, chosen.size(), Duration.ZERO));
            joined += chosen.size();
            turn++;
            if (present.size() > STAY) {
                served += leave(present.remove());
            }
            if (turn % TURNS_BETWEEN_LOOKS == 0) {
                mostConnections = Math.max(
                        mostConnections,
                        owner.place().mostConnectionsTo(owner.place().ports().relay()));
            }
        }
        while (!present.isEmpty()) {
            served += leave(present.remove());
        }
        long left = System.nanoTime();
        boolean _ = Waiting.until(PATIENCE, () -> isQuiet(owner, edges));
        double closedMs = (System.nanoTime() - left) / 1e6;
        Waiting.pause(scene.settings().after());

        for (int i = 0; i < EDGES; i++) {
            int times = comings(i, TURNS);
            notes.prove(
                    "times that players came to %s and went: %d"
                            .formatted(edges.get(i).name(), times),
                    times > 2);
            long begun = Pulls.startedBy(edges.get(i));
            var its = notes.of(edges.get(i).name());
            its.atMost("pulls begun", begun, times + 1);
            its.must("let the stream go between its players", begun >= times - 2);
        }
        notes.atMost("players without a picture", joined - served, joined / WITHOUT_PICTURE);
        notes.exactly("most connections of one edge to the relay port (ss)", mostConnections, 1);
        pulls.afterCalm();
        notes.atMostMs("pulls closed after the last player", closedMs, CLOSED_MS);
        notes.exactly("pulls left", (long) most(edges, "headwater_pulls"), 0);
        notes.exactly("connections left at an edge", (long) most(edges, "headwater_connections"), 0);
        scene.unconcerned("the origin's players", stream.viewers().audience());
    }

    /** The edges that have a player more in that turn: one, and later all or none. */
    private static List<LabNode> inTurn(List<LabNode> edges, int turn) {
        return IntStream.range(0, EDGES)
                .filter(edge -> isInTurn(edge, turn))
                .mapToObj(edges::get)
                .toList();
    }

    private static boolean isInTurn(int edge, int turn) {
        int run = turn / RUN;
        return turn < TURNS_ONE_BY_ONE ? run % EDGES == edge : run % 2 == 0;
    }

    /** How often players come to that edge when it has none, and so how many pulls that is, in so many turns. */
    static int comings(int edge, int turns) {
        return (int) IntStream.range(0, turns)
                .filter(turn -> isInTurn(edge, turn) && (turn == 0 || !isInTurn(edge, turn - 1)))
                .count();
    }

    /** @return how many of them have had a picture */
    private static long leave(Viewers viewers) throws InterruptedException {
        long served = viewers.served();
        viewers.leave();
        return served;
    }

    private static boolean isQuiet(LabNode owner, List<LabNode> edges) throws InterruptedException {
        return owner.place().connectionsTo(owner.place().ports().relay()) == 0
                && most(edges, "headwater_pulls") == 0
                && most(edges, "headwater_connections") == 0;
    }

    /** Of the node that has most; -1 if none answers. */
    private static double most(List<LabNode> nodes, String metric) throws InterruptedException {
        double most = -1;
        for (var node : nodes) {
            most = Math.max(most, node.api().metric(metric, Map.of()).orElse(-1.0));
        }
        return most;
    }
}
