package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.relay.LinkSettings;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that is pushed to a server that takes its time, over real sockets. */
class PushRunTest {
    private final Vertx vertx = Vertx.vertx();
    private final LoopContexts contexts = new LoopContexts(vertx);
    private final LiveStream stream = ForeignServer.stream(new StreamKey("live", "show"), contexts.nextLoop());
    private final Promise<PublishDecision> answer = Promise.promise();
    private final List<EndReason> endsThere = new CopyOnWriteArrayList<>();
    private final List<RelayState> states = new CopyOnWriteArrayList<>();

    private Attempts start() {
        var server = ForeignServer.open(
                vertx, request -> answer.future(), request -> Future.succeededFuture(PlayDecision.NOT_FOUND));
        var ports = new RelayPorts(
                new ForeignConnector(
                        vertx, contexts, () -> new LinkSettings(SessionLimits.DEFAULTS, 4_096, Patience.LIMIT)),
                request -> Future.succeededFuture(new PlayDecision.Found(stream)),
                request -> Future.failedFuture("a push publishes nothing here"),
                () -> 0,
                Demand.LIFE,
                () -> new RelayTimes(Patience.LIMIT, Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        var attempts = new Attempts("push=copy", contexts.nextLoop(), states::add, ports.times(), ports.random());
        var relay = PushRelay.parse("copy live/show rtmp://127.0.0.1:" + server.port() + "/live/there");
        attempts.loop().execute(new PushRun(relay, ports, attempts)::start);
        return attempts;
    }

    private void serverTakesIt() {
        answer.complete(new PublishDecision.Granted(new UnheardPublication(endsThere)));
    }

    @AfterEach
    void close() {
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
