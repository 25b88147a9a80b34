package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.ScriptedPeer;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hundreds of clients come and go in every way there is, and leave nothing behind. Buffers are the leak gate's. */
class ChurnTest {
    private static final int ROUNDS = 4;
    private static final int STREAMS = 12;
    private static final int PLAYERS_OF_EACH = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final LiveCluster cluster = new LiveCluster(
            "play.linger=100ms",
            "play.wait=2s",
            "play.hold=200ms",
            "publish.hold=200ms",
            "rtmp.connect-timeout=5s",
            "rtmp.handshake-timeout=5s");
    private LiveNode origin;
    private LiveNode edge;

    @BeforeEach
    void start() {
        origin = cluster.origin();
        edge = cluster.edge();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() throws Exception {
        try (var encoder = Encoder.at(origin, "calm", 0);
                var viewer = Viewer.of(edge, "calm")) {
            viewer.awaitFrame(encoder.sendGop());
            assertThat(buffersInUse())
                    .as("bytes of buffers that a stream needs")
                    .isPositive();
        }
        awaitNothingLeft(Long.MAX_VALUE);
        long timersBefore = timers();
        for (int i = 0; i < ROUNDS; i++) {
            round(i);
        }
        awaitNothingLeft(timersBefore);
        assertThat(edge.metrics().rtmp.acceptedConnections.count()
                        + origin.metrics().rtmp.acceptedConnections.count())
                .as("those who stay: who is gone at once may never be accepted")
                .isGreaterThan(ROUNDS * STREAMS * PLAYERS_OF_EACH / 2);
    }

    /** Every stream with a publisher, at the origin or through the edge, and players at both nodes. */
    private void round(int number) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = IntStream.range(0, STREAMS)
                    .mapToObj(stream -> threads.submit(() -> {
                        broadcast("churn-" + stream, number + stream);
                        return stream;
                    }))
                    .toList();
            for (Future<Integer> client : clients) {
                client.get();
            }
        }
    }

    private void broadcast(String name, int variant) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var encoder = Encoder.at(variant % 3 == 0 ? edge : origin, name, 0)) {
            var players = IntStream.range(0, PLAYERS_OF_EACH)
                    .mapToObj(i -> threads.submit(() -> play(name, i + variant)))
                    .toList();
            for (Future<Integer> player : players) {
                player.get();
            }
            encoder.sendGop();
            switch (variant % 4) {
                case 0 -> encoder.fcUnpublish();
                case 1 -> encoder.deleteStream();
                case 2 -> encoder.reset();
                default -> encoder.vanish();
            }
        }
    }

    /** One client that plays and leaves in its own way, or never gets that far. */
    private int play(String name, int variant) {
        var node = variant % 2 == 0 ? origin : edge;
        switch (variant % 6) {
            case 0 -> ScriptedPeer.open(node.rtmpPort()).close();
            case 1 -> {
                var half = ScriptedPeer.open(node.rtmpPort());
                half.sendRaw("03 00 00 00");
                half.reset();
            }
            case 2 -> node.client().reset();
            case 3 -> {
                try (var peer = node.client()) {
                    int stream = peer.createStream();
                    peer.command(stream, "play", 3, null, "nobody-" + name, -2000);
                }
            }
            case 4 -> {
                var peer = node.client();
                peer.play(name);
                awaitMediaOrEnd(peer);
                peer.reset();
            }
            default -> {
                try (var peer = node.client()) {
                    int stream = peer.play(name);
                    awaitMediaOrEnd(peer);
                    peer.command(0, "deleteStream", 4, null, stream);
                }
            }
        }
        return variant;
    }

    /** Who comes while the round before is being cleared away may find its stream, and its end. */
    private static void awaitMediaOrEnd(ScriptedPeer peer) {
        peer.await(
                "audio, video or the end of it",
                message -> message.isMedia() || message.isStatus("NetStream.Play.UnpublishNotify"));
    }

    private void awaitNothingLeft(long timersBefore) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (LiveNode node : new LiveNode[] {origin, edge}) {
                var metrics = node.metrics();
                assertThat(Stream.of(metrics.rtmp, metrics.relay)
                                .mapToLong(port -> port.connections.value() + port.players() + port.publishers.value()))
                        .as("connections, players and publishers of "
                                + node.node().name())
                        .containsOnly(0L);
                assertThat(metrics.streams.value()).isZero();
                assertThat(node.metric("headwater_pulls")).isZero();
                assertThat(node.streams()).isEmpty();
            }
            assertThat(buffersInUse()).as("bytes of buffers in use").isZero();
            assertThat(timers()).as("scheduled tasks of the event loops").isLessThanOrEqualTo(timersBefore);
        });
    }

    /** Both nodes: they share Netty's allocator. */
    private double buffersInUse() {
        return origin.metric("netty_allocator_memory_pinned", "memory_type=\"direct\"");
    }

    /** Tasks that the event loops of both nodes have on their calendars. */
    private long timers() throws Exception {
        long timers = 0;
        for (LiveNode node : new LiveNode[] {origin, edge}) {
            for (EventExecutor loop : ((VertxInternal) node.node().vertx()).nettyEventLoopGroup()) {
                timers += loop.submit(() -> scheduled(loop)).get();
            }
        }
        return timers;
    }

    private static int scheduled(EventExecutor loop) throws ReflectiveOperationException {
        Field queue = AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue");
        queue.setAccessible(true); // Netty counts the tasks that are due only
        return queue.get(loop) instanceof Collection<?> tasks ? tasks.size() : 0;
    }
}
