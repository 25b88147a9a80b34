package dev.headwater.edge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.relay.LinkSettings;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.relay.RelayDownstream;
import dev.headwater.server.relay.RelayGrants;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forwards over real sockets to relay ports that the test answers for. */
class ForwardingGateTest {
    private static final StreamKey KEY = new StreamKey("live", "one");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration HOLD = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final LoopContexts contexts = new LoopContexts(vertx);
    private final SilencedDirectory nodes = new SilencedDirectory(new LocalNodeDirectory());
    private final AtomicInteger looks = new AtomicInteger();
    private final RelayPort relay = new RelayPort(vertx);
    private final RelayPort other = new RelayPort(vertx);
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("edge-1", "", "edge", "test"));
    private final EventLoop loop = contexts.nextLoop();
    private final Promise<Void> left = Promise.promise();
    private final List<EndReason> ends = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private void announce(String id, double load, int relayPort) {
        nodes.announce(TestNode.origin(id).relay(relayPort).load(load).record());
    }

    private Future<PublishDecision> admit(Duration answer, Duration silence) {
        var connector = new RelayConnector(
                vertx,
                contexts,
                () -> new LinkSettings(SessionLimits.DEFAULTS, 4_096, Duration.ofSeconds(3)),
                "edge-1",
                new RelayGrants(List.of(), InstantSource.system()),
                Optional.empty());
        var random = RandomGenerator.of("L64X128MixRandom");
        var gate = new ForwardingGate(
                new ForwardPorts(
                        new NodesView(nodes, () -> TimeUnit.SECONDS.toNanos(looks.incrementAndGet())), // never fresh
                        new OriginChoice("", random, System::nanoTime),
                        (origin, request, publisherId, seenEpoch, events) ->
                                RelayDownstream.open(connector, origin, request, publisherId, seenEpoch, events),
                        new BacklogRoom(1 << 20, () -> false),
                        metrics,
                        random),
                () -> new ForwardSettings(
                        1 << 20,
                        answer,
                        answer,
                        silence,
                        HOLD,
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(10),
                        1 << 20));
        return gate.admit(
                new PublishRequest(KEY, "192.0.2.1:1", Forwarded.NOT, loop, ends::add, Trace.NONE, left.future()));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private static PublishDecision.Refused refused(Future<PublishDecision> decision) throws Exception {
        return (PublishDecision.Refused) get(decision);
    }

    private Publication granted(Future<PublishDecision> decision) throws Exception {
        return ((PublishDecision.Granted) get(decision)).publication();
    }

    private static void grantAll(RelayPort relay) {
        relay.onPublish(request -> relay.grant());
    }

    @Test
    void aDeadOriginIsPassedOver() throws Exception {
        grantAll(relay);
        announce("dead", 0, Ports.free());
        announce("alive", 0.9, relay.port());
        var publication = granted(admit(LONG, LONG));
        loop.execute(() -> {
            publication.publish(FrameKind.VIDEO, 40, Payloads.avcKeyFrame(1));
            publication.flush();
        });
        await().until(() -> relay.frames() == 1);
    }

    @Test
    void withNoOriginThatCanBeReachedThePublisherIsRefused() throws Exception {
        announce("dead", 0, Ports.free());
        announce("dead too", 0, Ports.free());
        var refusal = refused(admit(LONG, LONG));
        assertThat(refusal.code()).isEqualTo(StatusCode.STREAM_FAILED);
        assertThat(refusal.reason()).isEqualTo("no origin can be reached now");
    }

    @Test
    void anOriginThatNeverAnswersIsGivenUp() throws Exception {
        relay.onPublish(request -> Promise.<PublishDecision>promise().future());
        announce("mute", 0, relay.port());
        assertThat(refused(admit(SHORT, LONG)).reason()).isEqualTo("no origin can be reached now");
        await().until(() -> relay.connections() == 0);
    }

    @Test
    void anOriginThatFallsSilentIsLeftForTheNext() throws Exception {
        grantAll(relay);
        grantAll(other);
        announce("silent", 0, relay.port());
        granted(admit(LONG, SHORT));
        announce("other", 0, other.pinging(Duration.ofMillis(50)).port());
        await().until(() -> other.published() == 1);
        await().until(() -> relay.connections() == 0);
        assertThat(ends).isEmpty();
        assertThat(other.requests().getFirst().forwarded())
                .isEqualTo(new Forwarded(relay.requests().getFirst().forwarded().publisherId(), 7));
    }

    @Test
    void anotherOriginIsFoundWhileTheDirectoryIsSilent() throws Exception {
        grantAll(relay);
        grantAll(other);
        announce("first", 0, relay.port());
        announce("second", 0.9, other.port());
        granted(admit(LONG, LONG));
        nodes.fallSilent();
        relay.endPublishers(EndReason.SHUTDOWN);
        await().until(() -> other.published() == 1);
        assertThat(ends).isEmpty();
    }

    @Test
    void anOriginHearsWhoPublishes() throws Exception {
        grantAll(relay);
        announce("origin", 0, relay.port());
        var publication = granted(admit(LONG, LONG));
        var request = relay.requests().getFirst();
        assertThat(request.key()).isEqualTo(KEY);
        assertThat(request.peer()).isEqualTo("192.0.2.1:1");
        assertThat(request.forwarded().seenEpoch()).isZero();
        assertThat(publication.epoch()).isEqualTo(7);
    }

    @Test
    void withoutAnyOriginInTimeThePublisherIsTold() throws Exception {
        grantAll(relay);
        announce("silent", 0, relay.port());
        granted(admit(LONG, SHORT));
        relay.onPublish(
                request -> Future.succeededFuture(new PublishDecision.Refused(StatusCode.STREAM_FAILED, "no room")));
        await().untilAsserted(() -> assertThat(ends).containsExactly(EndReason.UPSTREAM_LOST));
    }

    @Test
    void anOriginThatPingsIsKept() throws Exception {
        grantAll(relay.pinging(Duration.ofMillis(50)));
        announce("quiet", 0, relay.port());
        granted(admit(LONG, SHORT));
        await().pollDelay(SHORT.multipliedBy(3))
                .untilAsserted(() -> assertThat(ends).isEmpty());
    }

    @Test
    void aPublisherThatLeavesBeforeTheAnswerLetsGoAtOnce() throws Exception {
        relay.onPublish(request -> Promise.<PublishDecision>promise().future());
        announce("slow", 0, relay.port());
        var decision = admit(LONG, LONG);
        await().until(() -> relay.connections() == 1);
        left.complete();
        assertThat(refused(decision).reason()).contains("left");
        await().until(() -> relay.connections() == 0);
    }

    @Test
    void aPublisherThatLeftIsNotForwarded() throws Exception {
        grantAll(relay);
        announce("origin", 0, relay.port());
        left.complete();
        assertThat(refused(admit(LONG, LONG)).reason()).contains("left");
        assertThat(relay.published()).isZero();
    }

    @Test
    void aRefusalOfTheOriginIsThePublishersAnswer() throws Exception {
        relay.onPublish(request -> Future.succeededFuture(
                new PublishDecision.Refused(StatusCode.PUBLISH_BAD_NAME, "already published at o1")));
        announce("origin", 0, relay.port());
        var refusal = refused(admit(LONG, LONG));
        assertThat(refusal.code()).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
        assertThat(refusal.reason()).contains("already published at o1");
    }

    @Test
    void thePublisherIsToldWhyTheOriginEndedIt() throws Exception {
        grantAll(relay);
        announce("origin", 0, relay.port());
        granted(admit(LONG, LONG));
        relay.endPublishers(EndReason.KICKED);
        await().untilAsserted(() -> assertThat(ends).containsExactly(EndReason.KICKED));
    }

    @Test
    void aGoodbyeIsPassedOn() throws Exception {
        grantAll(relay);
        announce("origin", 0, relay.port());
        var publication = granted(admit(LONG, LONG));
        loop.execute(() -> publication.end(EndReason.UNPUBLISHED));
        await().untilAsserted(() -> assertThat(relay.ends()).containsExactly(EndReason.UNPUBLISHED));
    }

    @Test
    void anOriginHearsThatItsPublisherHasVanished() throws Exception {
        grantAll(relay);
        announce("origin", 0, relay.port());
        var publication = granted(admit(LONG, LONG));
        loop.execute(() -> publication.end(EndReason.PUBLISHER_LOST));
        await().untilAsserted(() -> assertThat(relay.ends()).containsExactly(EndReason.PUBLISHER_LOST));
    }

    /** So that its viewers are held for as long as an edge may need to bring the publisher again. */
    @Test
    void anOriginThatIsLeftWithoutAWordHasLostTheEdgeAndNotThePublisher() throws Exception {
        grantAll(relay);
        announce("silent", 0, relay.port()); // it sends nothing to the edge, and hears all
        granted(admit(LONG, SHORT));
        await().untilAsserted(() -> assertThat(relay.ends()).isNotEmpty());
        assertThat(relay.ends().getFirst()).isEqualTo(EndReason.UPSTREAM_LOST);
    }
}
