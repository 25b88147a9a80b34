package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.Succession;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.testkit.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relays of two origins, which never get a stream. */
class ForeignRelaysTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final LoopContexts contexts = new LoopContexts(vertx);
    private final LocalStreamDirectory directory = new LocalStreamDirectory();
    private final RunningConfig config =
            RunningConfig.fixed(ConfigLoader.of("relays.push=copy live/show rtmp://127.0.0.1:1/app/key"));
    private final List<Node> staying = new ArrayList<>(); // as the others know
    private final Node first = new Node("n1");
    private final Node second = new Node("n2");

    private final class Node {
        private final AtomicInteger claims = new AtomicInteger();
        private final ForeignRelays relays;

        Node(String nodeId) {
            relays = new ForeignRelays(
                    new RelayList(config, new FakeRelayBook()),
                    config::now,
                    new ForeignRelays.Ports(
                            directory,
                            new LocalStreamDirectory(),
                            Future::succeededFuture,
                            key -> {
                                claims.incrementAndGet();
                                return new ClaimRequest(
                                        key, nodeId, "127.0.0.1", 19_350, "", ClaimPolicy.REFUSE, 0, nodeId, 0);
                            },
                            () -> Future.succeededFuture(staying.stream().anyMatch(other -> other != this)),
                            Succession.DEFAULT.recordLife(),
                            new ForeignConnector(
                                    vertx,
                                    contexts,
                                    () -> new ForeignSettings(
                                            SessionLimits.DEFAULTS, Patience.LIMIT, Patience.LIMIT, 16 << 10),
                                    1),
                            request -> Future.succeededFuture(PlayDecision.NOT_FOUND),
                            request -> Future.failedFuture("nothing is pulled"),
                            new NodeMetrics(
                                    new SimpleMeterRegistry(),
                                    new NodeMetrics.NodeTags(nodeId, "", "origin", "test"))));
            staying.add(this);
        }

        boolean runs() {
            return relays.reports().stream().anyMatch(report -> report.state() != RelayState.STANDBY);
        }

        void awaitRun() {
            await().atMost(Patience.LIMIT).until(this::runs);
        }

        void drain() {
            relays.drain().await();
        }
    }

    private void tick() {
        Stream.of(first, second).forEach(node -> node.relays.tick());
    }

    /** A claim is made two steps of the event loop after its tick. */
    private void settle() {
        for (int step = 0; step < 2; step++) {
            contexts.nextLoop().submit(() -> {}).syncUninterruptibly();
        }
    }

    @AfterEach
    void close() {
        Future.join(first.relays.close(), second.relays.close()).await();
        vertx.close().await();
    }

    @Test
    void aNodeThatDrainsGivesItsRelayToOneThatStays() {
        first.relays.tick();
        first.awaitRun();
        staying.remove(first);
        first.drain();
        int before = first.claims.get();
        second.awaitRun();
        first.relays.tick().await();
        settle();
        assertThat(first.claims).hasValue(before);
    }

    /** Each hears of the other's drain when its own has begun. */
    @Test
    void ofTwoNodesThatDrainAtOnceOneGoesOnWithTheRelay() {
        first.relays.tick();
        first.awaitRun();
        first.drain();
        second.drain();
        staying.clear();
        await().atMost(Patience.LIMIT).until(() -> {
            tick();
            return first.runs() || second.runs();
        });
    }

    @Test
    void aNodeThatDrainsTakesItsRelayBackWhenItsHeirGoesAsWell() {
        first.relays.tick();
        first.awaitRun();
        staying.remove(first);
        first.drain();
        second.awaitRun();
        staying.remove(second);
        second.relays.close().await();
        await().atMost(Patience.LIMIT).until(() -> {
            first.relays.tick();
            return first.runs();
        });
    }
}
