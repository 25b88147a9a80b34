package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that share an event bus. */
class DemandTest {
    private static final StreamKey STREAM = new StreamKey("live", "far");
    private static final RelayUrl FROM =
            RelayUrl.parse("rtmp://far.example/app/far?k=1").at(InetAddress.ofLiteral("192.0.2.1"));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private final class Node {
        private final RelayList relays;
        private final Demand demand;

        Node(String... settings) {
            relays = new RelayList(RunningConfig.fixed(ConfigLoader.of(settings)), new FakeRelayBook());
            demand = new Demand(
                    vertx, relays, request -> Future.succeededFuture(PlayDecision.NOT_FOUND), List::of, now::get);
            demand.learn();
        }

        boolean knows() {
            return relays.entries().contains(WantedPull.of(STREAM, FROM));
        }

        void play() {
            play(STREAM);
        }

        void play(StreamKey stream) {
            demand.open(new PlayRequest(
                            stream,
                            "",
                            "192.0.2.1:1",
                            false,
                            reason -> {},
                            Trace.NONE,
                            Promise.<Void>promise().future()))
                    .await();
        }
    }

    @Test
    void nodeTellsOfWhatACallbackAtAnotherWantsWhileItIsPlayedThere() {
        var asked = new Node();
        var other = new Node();
        await().until(() -> asked.demand.pull(STREAM, FROM) && other.knows());
        var late = new Node();
        await().until(() -> {
            other.play();
            return late.knows();
        });
    }

    @Test
    void pullThatIsOneTooManyIsRefusedWhereItsCallbackIsAskedAndToldWhereItIsNot() {
        var full = new Node("relays.max-callback-pulls=0");
        assertThat(full.demand.pull(STREAM, FROM)).isFalse();
        try (var log = LogCapture.of(Demand.class)) {
            var asked = new Node();
            await().until(() ->
                    asked.demand.pull(STREAM, FROM) && !log.warnings().isEmpty());
            assertThat(log.warnings())
                    .allMatch(line -> line.contains("live/far") && line.contains("relays.max-callback-pulls=0"))
                    .noneMatch(line -> line.contains("k=1"));
        }
        assertThat(full.knows()).isFalse();
    }

    @Test
    void eachPlayOfAStreamOnDemandIsNotToldToAllNodes() {
        var site = new StreamKey("live", "site");
        var node = new Node("relays.pull=site live/site on-demand rtmp://far.example/app/site,"
                + "lobby live/lobby on-demand rtmp://far.example/app/lobby");
        var heard = new CopyOnWriteArrayList<StreamKey>();
        node.demand.listen(heard::add);
        for (int i = 0; i < 5; i++) {
            node.play(site);
        }
        node.play(new StreamKey("live", "lobby"));
        now.addAndGet(Demand.INTERVAL.toNanos());
        node.play(site);
        await().until(() -> heard.size() >= 3);
        assertThat(heard).containsExactly(site, new StreamKey("live", "lobby"), site);
    }

    @Test
    void nodesCountWhatAllWant() {
        var asked = new Node();
        var other = new Node("relays.max-callback-pulls=1");
        await().until(() -> asked.demand.pull(STREAM, FROM) && other.knows());
        assertThat(other.demand.pull(new StreamKey("live", "more"), FROM)).isFalse();
    }
}
