package dev.headwater.server.limits;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import dev.headwater.cluster.hazelcast.HazelcastCluster;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far players who come to all nodes at once exceed a limit, with real members of a cluster. */
class ClusterLimiterInClusterTest {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLimiterInClusterTest.class);
    private static final Succession SUCCESSION =
            new Succession(Duration.ofMillis(500), Duration.ofSeconds(6), Duration.ofSeconds(30));
    private static final StreamKey NEWS = new StreamKey("live", "news");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final int NODES = 4;
    private static final int LIMIT = 1_000;
    private static final int BATCH = 16;
    private static final Counted NUMBERS = new Counted("what the nodes share");

    private final Vertx vertx = Vertx.vertx();
    private final List<HazelcastCluster> members = new ArrayList<>();
    private final List<ClusterLimiter> nodes = new ArrayList<>();
    private final List<UsesAnnouncer> announcers = new ArrayList<>();
    private final List<UsesElsewhere> views = new ArrayList<>();

    @BeforeEach
    void join() {
        String name = "test-" + UUID.randomUUID();
        for (int i = 0; i < NODES; i++) {
            var others =
                    members.stream().map(member -> "127.0.0.1:" + member.port()).toList();
            var member = done(
                    HazelcastCluster.join(TestSettings.of(name, "n" + i, 0, Seeds.members(others), i > 1, SUCCESSION)));
            members.add(member);
            var elsewhere = new UsesElsewhere("n" + i, SUCCESSION.recordLife(), System::nanoTime);
            var limiter = new ClusterLimiter(
                    (limit, app) -> limit == Limit.PLAYERS_PER_STREAM ? LIMIT : 0, NUMBERS, elsewhere, () -> BATCH);
            member.uses().watch(elsewhere);
            var announcer = new UsesAnnouncer(vertx, member.uses(), "n" + i, limiter, () -> Duration.ofMillis(100));
            views.add(elsewhere);
            nodes.add(limiter);
            announcers.add(announcer);
        }
        announcers.forEach(UsesAnnouncer::refresh);
        await().until(() -> views.stream().allMatch(view -> view.nodes() == NODES));
    }

    @AfterEach
    void leave() {
        Future.join(members.reversed().stream().map(HazelcastCluster::leave).toList())
                .await();
        vertx.close().await();
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, SECONDS)
                .join();
    }

    /** Each node is asked by a thread of its own, as fast as it can. */
    private int crowd(int playersPerNode, Queue<Runnable> permits) {
        var begin = new CyclicBarrier(NODES);
        var admitted = new AtomicInteger();
        var threads = nodes.stream()
                .map(node -> Thread.ofPlatform().start(() -> {
                    try {
                        begin.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    for (int i = 0; i < playersPerNode; i++) {
                        if (node.acquire(Action.PLAY, NEWS, HERE) instanceof Permit.Granted(Runnable release)) {
                            admitted.incrementAndGet();
                            permits.add(release);
                        }
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return admitted.get();
    }

    private int players() {
        return nodes.stream()
                .mapToInt(node -> node.counts().getOrDefault(NUMBERS.of(Limit.PLAYERS_PER_STREAM, NEWS, HERE), 0))
                .sum();
    }

    private boolean allKnow(int players) {
        long counted = NUMBERS.of(Limit.PLAYERS_PER_STREAM, NEWS, HERE);
        for (int i = 0; i < NODES; i++) {
            if (nodes.get(i).counts().getOrDefault(counted, 0) + views.get(i).count(counted) != players) {
                return false;
            }
        }
        return true;
    }

    @RepeatedTest(3)
    void crowdThatComesToAllNodesAtOnceExceedsALimitByLessThanWasFreeAndALateOneByBatches() {
        var permits = new ConcurrentLinkedQueue<Runnable>();
        int first = crowd(200_000, permits);
        LOG.info("limit={} nodes={} batch={}: a crowd at once was {}", LIMIT, NODES, BATCH, first);
        assertThat(first).isBetween(LIMIT * 9 / 10, 2 * LIMIT);

        await().until(() -> allKnow(players()));
        while (players() > LIMIT - 8) {
            permits.remove().run();
        }
        await().until(() -> allKnow(players()));
        crowd(200_000, permits);
        LOG.info(
                "limit={} nodes={} batch={}: eight places were left, now there are {}", LIMIT, NODES, BATCH, players());
        assertThat(players()).isBetween(LIMIT - 1, LIMIT - 8 + NODES * BATCH);
    }

    @Test
    void playersOfALostNodeMakeRoomAtOnceAndThoseOfOneThatLeavesToo() {
        var permits = new ConcurrentLinkedQueue<Runnable>();
        var leaving = nodes.getLast();
        assertThat(leaving.acquire(Action.PLAY, NEWS, HERE)) // others of the crowd may be so fast that it gets none
                .isInstanceOf(Permit.Granted.class);
        crowd(200_000, permits);
        while (players() > LIMIT) { // a crowd may exceed it by more than one node has
            permits.remove().run();
        }
        await().until(() -> allKnow(players()));
        assertThat(nodes.getFirst().acquire(Action.PLAY, NEWS, HERE)).isInstanceOf(Permit.Exhausted.class);
        done(announcers.getLast().withdraw());
        await().atMost(Duration.ofSeconds(5)) // a record lives longer
                .until(() -> nodes.getFirst().acquire(Action.PLAY, NEWS, HERE) instanceof Permit.Granted);
    }
}
