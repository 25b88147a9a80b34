package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.relay.Gate;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.role.Hubs;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.testkit.Patience;
import dev.headwater.testkit.Payloads;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that is pushed to a server that takes its time, over real sockets. */
class PushRunTest {
    /** That a slow connection may have waiting here, and its kernel unsent. */
    private static final int QUEUE = 64 << 10;

    /** More than that, and less than a kernel takes that is not told better. */
    private static final int GROUP = 2 << 20;

    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final LoopContexts contexts = new LoopContexts(vertx);
    private final LiveStream stream = new LiveStream(
            new StreamKey("live", "show"),
            contexts.nextLoop(),
            Hubs.of(QUEUE, Duration.ofSeconds(15), () -> 0), // nothing takes time
            players -> {});
    private final Promise<PublishDecision> answer = Promise.promise();
    private final RtmpListener server = ForeignServer.open(
            vertx, request -> answer.future(), request -> Future.succeededFuture(PlayDecision.NOT_FOUND));
    private final Gate way = new Gate(vertx, server.port());
    private final List<EndReason> endsThere = new CopyOnWriteArrayList<>();
    private final List<RelayState> states = new CopyOnWriteArrayList<>();

    private Attempts start() {
        return start(Patience.LIMIT);
    }

    private Attempts start(Duration silence) {
        var ports = new RelayPorts(
                new ForeignConnector(
                        vertx,
                        contexts,
                        () -> new ForeignSettings(SessionLimits.DEFAULTS, Patience.LIMIT, silence, QUEUE),
                        1),
                request -> Future.succeededFuture(new PlayDecision.Found(stream)),
                key -> Future.succeededFuture(Optional.empty()),
                request -> Future.failedFuture("a push publishes nothing here"),
                () -> 0,
                Demand.LIFE,
                () -> new RelayTimes(Patience.LIMIT, Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        var attempts = new Attempts("push=copy", contexts.nextLoop(), states::add, ports.times(), ports.random());
        attempts.loop().execute(new PushRun(relay(), ports, attempts)::start);
        return attempts;
    }

    private PushRelay relay() {
        return PushRelay.parse("copy live/show rtmp://127.0.0.1:" + way.port() + "/live/there");
    }

    /** It is pushed, and the server reads nothing of what is published then. */
    private Attempts startAndStall(Duration silence) throws Exception {
        serverTakesIt();
        var attempts = start(silence);
        await().until(() -> attempts.state() == RelayState.RUNNING);
        way.stall();
        publish(FrameKind.VIDEO, Payloads.avcSequenceHeader());
        byte[] frame = Arrays.copyOf(Payloads.avcKeyFrame(1), QUEUE / 4);
        for (int sent = 0; sent < GROUP; sent += frame.length) {
            publish(FrameKind.VIDEO, frame);
            attempts.loop().submit(() -> {}).get(); // what was handed to it is written
        }
        return attempts;
    }

    private void publish(FrameKind kind, byte[] payload) throws Exception {
        stream.loop()
                .submit(() -> {
                    stream.publish(MediaFrame.of(kind, 0, payload));
                    stream.flush();
                })
                .get();
    }

    private void serverTakesIt() {
        answer.complete(new PublishDecision.Granted(new UnheardPublication(endsThere)));
    }

    @AfterEach
    void close() {
        way.close();
        server.close().await();
        vertx.close().await();
    }

    @Test
    void theStreamHasAPlayerWhileTheServerMakesUpItsMindAndOneAfterwards() {
        var attempts = start();
        await().until(() -> attempts.state() == RelayState.CONNECTING);
        await().until(() -> stream.players() == 1);

        serverTakesIt();
        await().until(() -> attempts.state() == RelayState.RUNNING);
        await().until(() -> stream.players() == 1);
    }

    @Test
    void aStreamThatEndsWhileTheServerMakesUpItsMindIsNotTriedAgainAtOnce() {
        var attempts = start();
        await().until(() -> stream.players() == 1);
        stream.end(EndReason.NO_PLAYERS);
        await().until(() -> attempts.state() == RelayState.PAUSED);
        assertThat(stream.players()).isZero();
    }

    @Test
    void aServerThatIsSlowLosesFramesBeforeItsConnectionsBufferIsFull() throws Exception {
        var attempts = startAndStall(Patience.LIMIT);
        assertThat(attempts.report(relay()).bytes()).isLessThan(GROUP / 2);
    }

    @Test
    void aServerThatTakesNothingAnyMoreIsLeft() throws Exception {
        var attempts = startAndStall(SILENCE);
        await().until(() -> attempts.state() == RelayState.PAUSED);
        assertThat(attempts.report(relay()).failure().orElseThrow().why()).contains("timed out");
    }

    @Test
    void aStreamThatEndsSoonIsNotTriedAgainAtOnce() {
        serverTakesIt();
        var attempts = start();
        await().until(() -> attempts.state() == RelayState.RUNNING);
        stream.end(EndReason.UNPUBLISHED);
        await().until(() -> attempts.state() == RelayState.PAUSED);
        await().until(() -> endsThere.size() == 1);
        assertThat(states).containsOnlyOnce(RelayState.CONNECTING);
    }
}
