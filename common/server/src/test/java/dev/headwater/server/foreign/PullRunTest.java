package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.relay.Gate;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.testkit.Patience;
import dev.headwater.testkit.Payloads;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that is pulled, over real sockets. */
class PullRunTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final LoopContexts contexts = new LoopContexts(vertx);
    private final LiveStream published = ForeignServer.stream(new StreamKey("live", "original"), contexts.nextLoop());
    private final RtmpListener server = ForeignServer.open(
            vertx,
            request -> Future.failedFuture("nobody publishes there"),
            request -> Future.succeededFuture(new PlayDecision.Found(published)));
    private final Gate way = new Gate(vertx, server.port());
    private final List<RelayState> states = new CopyOnWriteArrayList<>();
    private final List<EndReason> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private List<Optional<StreamRecord>> names = List.of(Optional.empty()); // at each look, then as at the last
    private Duration media = Duration.ofMinutes(1);
    private Duration firstPause = Duration.ofHours(1);
    private Duration demand = SILENCE;

    private Attempts start() {
        return start(Future.succeededFuture(new PublishDecision.Granted(new UnheardPublication(ends))));
    }

    /** @param claim answers whether the name is to be had here */
    private Attempts start(Future<PublishDecision> claim) {
        var ports = ports(claim);
        var attempts = attempts(ports);
        attempts.loop().execute(new PullRun(relay("always"), ports, attempts)::start);
        return attempts;
    }

    private RelayPorts ports(Future<PublishDecision> claim) {
        return new RelayPorts(
                new ForeignConnector(
                        vertx,
                        contexts,
                        () -> new ForeignSettings(SessionLimits.DEFAULTS, Patience.LIMIT, Patience.LIMIT, 16 << 10),
                        1),
                request -> Future.succeededFuture(PlayDecision.NOT_FOUND),
                key -> Future.succeededFuture(names.get(Math.min(looks.getAndIncrement(), names.size() - 1))),
                request -> {
                    claims.incrementAndGet();
                    return claim;
                },
                () -> 0,
                demand,
                () -> new RelayTimes(SILENCE, media, firstPause, Duration.ofHours(1)));
    }

    private Attempts attempts(RelayPorts ports) {
        return new Attempts("pull=cam", contexts.nextLoop(), states::add, ports.times(), ports.random());
    }

    private PullRelay relay(String mode) {
        return PullRelay.parse("cam live/fetched " + mode + " rtmp://127.0.0.1:" + way.port() + "/live/original");
    }

    private static Optional<StreamRecord> publishedBy(String publisherId) {
        return Optional.of(Records.claimed(new StreamKey("live", "fetched"), "n1", 1, Instant.EPOCH, publisherId));
    }

    private static Optional<StreamRecord> leftBy(String publisherId) {
        var key = new StreamKey("live", "fetched");
        return Optional.of(new StreamRecord(key, "", "", 0, 1, Instant.EPOCH, 0, 0, "", "", publisherId));
    }

    /** The broadcaster there sends the beginning of a group of pictures, and no more. */
    private void aFewFrames() {
        published.publish(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));
        published.publish(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcKeyFrame(0)));
        published.flush();
    }

    @AfterEach
    void close() {
        way.close();
        server.close().await();
        vertx.close().await();
    }

    @Test
    void aServerThatVanishesWithoutAWordIsLeft() {
        aFewFrames();
        var attempts = start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));

        way.shut();
        await().atMost(Patience.LIMIT).until(() -> attempts.state() == RelayState.PAUSED);
        assertThat(ends).containsExactly(EndReason.PUBLISHER_LOST);
    }

    @Test
    void aServerThatHasNothingToSendForAWhileIsAskedWhetherItIsThereAndKept() {
        aFewFrames();
        start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));
        await("a while that is longer than the silence allowed")
                .pollDelay(SILENCE.multipliedBy(3))
                .atMost(Patience.LIMIT)
                .until(() -> true);
        assertThat(states).last().isEqualTo(RelayState.RUNNING);
    }

    /** Many servers take a play of such a stream. */
    @Test
    void aStreamThatNobodyPublishesThereIsNotClaimedHere() {
        published.publish(MediaFrame.of(FrameKind.DATA, 0, Payloads.onMetaData()));
        published.flush();
        var attempts = start();
        await().atMost(Patience.LIMIT).until(() -> attempts.state() == RelayState.PAUSED);
        assertThat(claims).hasValue(0);
        assertThat(states).containsExactly(RelayState.WAITING, RelayState.CONNECTING, RelayState.PAUSED);
    }

    @Test
    void aStreamThatIsNotPublishedThereAnyMoreIsLetGo() {
        media = SILENCE;
        aFewFrames();
        var attempts = start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));
        await().atMost(Patience.LIMIT).until(() -> attempts.state() == RelayState.PAUSED);
        assertThat(ends).containsExactly(EndReason.NO_MEDIA);
    }

    /** An edge whose origin is gone brings its broadcaster to the next one within a second: the name is free for so long. */
    @Test
    void aNameThatSomebodyElseHasIsWaitedForUntilItStaysFree() {
        aFewFrames();
        var broadcaster = publishedBy("");
        var left = leftBy("");
        names = List.of(broadcaster, broadcaster, left, broadcaster, left, left, broadcaster);
        start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.CONNECTING));
        assertThat(looks).hasValue(6);
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));
        assertThat(states).containsExactly(RelayState.WAITING, RelayState.CONNECTING, RelayState.RUNNING);
    }

    @Test
    void whatTheRelayItselfHasLeftIsNoObstacle() {
        aFewFrames();
        names = List.of(publishedBy("relay.cam"));
        start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));
        assertThat(looks).hasValue(1);
    }

    @Test
    void whatTheRelayItselfHadWhereItRanBeforeIsNoObstacle() {
        aFewFrames();
        names = List.of(leftBy("relay.cam"));
        start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));
        assertThat(looks).hasValue(1);
    }

    /** As when a broadcaster's origin dies that ran the relay, too. */
    @Test
    void aNameThatWasSomebodyElsesWhenTheRelayCameHereIsWaitedForUntilItStaysFree() {
        aFewFrames();
        var left = leftBy("edge-1.7");
        names = List.of(left, publishedBy("edge-1.7"), left, left);
        start();
        await().atMost(Patience.LIMIT).until(() -> states.contains(RelayState.RUNNING));
        assertThat(looks).hasValue(4);
    }

    @Test
    void whatSomebodyElseHasLeftIsNoFreeNameHoweverOftenItIsLookedAt() {
        demand = Duration.ofMillis(10);
        names = List.of(leftBy(""));
        var ports = ports(Future.failedFuture("nobody asks for it"));
        var attempts = attempts(ports);
        var run = new PullRun(relay("on-demand"), ports, attempts);
        attempts.loop().execute(run::start);
        long begun = System.nanoTime();
        await().atMost(Patience.LIMIT).until(() -> {
            attempts.loop().execute(run::wanted); // once more, after a time in which nobody wanted it
            return states.contains(RelayState.CONNECTING);
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(PullRun.CHECK);
    }

    @Test
    void whoWantsAStreamThatNobodyWantedForAWhileDoesNotWaitForFailuresOfThatTime() {
        way.close();
        firstPause = Duration.ofMillis(10);
        var ports = ports(Future.failedFuture("it does not come so far"));
        var attempts = attempts(ports);
        var run = new PullRun(relay("on-demand"), ports, attempts);
        attempts.loop().execute(() -> {
            for (int i = 0; i < 20; i++) {
                attempts.failed("this morning", () -> {});
            }
            run.start();
            run.wanted();
        });
        var before = List.of(
                RelayState.PAUSED, RelayState.WAITING, RelayState.CONNECTING, RelayState.PAUSED, RelayState.WAITING);
        await().atMost(Patience.LIMIT).until(() -> states.equals(before));
        await().atMost(Patience.LIMIT).until(() -> {
            attempts.loop().execute(run::wanted);
            return Collections.frequency(states, RelayState.CONNECTING) > 3;
        });
    }

    /** A group of pictures with its sound, say, which such a server sends at once. */
    @Test
    void manySmallMessagesWhileTheNameIsClaimedAreKept() {
        aFewFrames();
        Promise<PublishDecision> claim = Promise.promise();
        var attempts = start(claim.future());
        await().until(() -> attempts.state() == RelayState.CONNECTING && published.players() == 1);
        byte[] payload = Payloads.avcInterFrame(1);
        for (int i = 1; i <= 2_000; i++) {
            published.publish(MediaFrame.of(FrameKind.VIDEO, i, payload));
        }
        published.flush();
        await().until(() -> attempts.state() == RelayState.PAUSED
                || attempts.report(relay("always")).bytes() >= 2_000L * payload.length);
        claim.complete(new PublishDecision.Granted(new UnheardPublication(ends)));
        await().until(() -> attempts.state() != RelayState.CONNECTING);
        assertThat(states).last().isEqualTo(RelayState.RUNNING);
    }

    @Test
    void whatComesWhileTheNameIsClaimedIsBoundedInBytes() {
        published.publish(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));
        published.flush();
        var attempts = start(Promise.<PublishDecision>promise().future());
        await().until(() -> attempts.state() == RelayState.CONNECTING && published.players() == 1);
        int size = PullRun.MAX_EARLY_BYTES / 16;
        for (long sent = size; sent <= PullRun.MAX_EARLY_BYTES; sent += size) {
            long moved = sent;
            published.publish(MediaFrame.of(FrameKind.VIDEO, sent >> 10, Arrays.copyOf(Payloads.avcKeyFrame(1), size)));
            published.flush();
            await().until(() -> attempts.report(relay("always")).bytes() >= moved);
        }
        await().until(() -> attempts.state() == RelayState.PAUSED);
    }
}
