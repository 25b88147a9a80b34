package dev.headwater.server.flv;

import static dev.headwater.media.FrameKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.MediaFrame;
import dev.headwater.server.auth.Access;
import dev.headwater.server.http.RawHttp;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A player by HTTP that does not read. */
class SlowHttpPlayerTest {
    private static final int FRAME_BYTES = 60_000;
    private static final int GOP = 10;

    private static RawHttp playing(FlvRig rig) {
        var client = new RawHttp(rig.port()).say("GET /live/show.flv HTTP/1.1|Host: h||");
        client.head();
        return client;
    }

    private static void send(FlvRig.Broadcast show, int frames, int from) {
        for (int i = from; i < from + frames; i++) {
            show.send(
                    VIDEO,
                    i * 10,
                    i % GOP == 0 ? Payloads.avcKeyFrame(i, FRAME_BYTES) : Payloads.avcInterFrame(i, FRAME_BYTES));
        }
    }

    /** Whether frames were left out for a player. */
    private static boolean hasLeftOut(FlvRig rig) {
        return rig.clients.list(client -> true).await().stream()
                .anyMatch(client -> client.uses().getFirst().droppedFrames() > 0);
    }

    @Test
    void wholeGroupsOfPicturesAreLeftOutForItAndNobodyElseNotices() {
        try (var rig = new FlvRig(Access.AUTHORISED, PortLimits.NONE, Duration.ofSeconds(15), 1 << 20)) {
            var show = rig.broadcast("show");
            try (var slow = playing(rig);
                    var quick = playing(rig)) {
                var seen = new FlvInput(new ChunkedInput(quick.in()));
                await().until(() -> rig.metrics.http.players() == 2);
                for (int i = 0; i < 300; i++) {
                    int counter = i;
                    send(show, 1, i);
                    assertThat(nextPicture(seen).map(frame -> Payloads.counterOf(frame.payload())))
                            .hasValue(counter);
                }
                await().until(() -> hasLeftOut(rig));
                var late = new FlvInput(new ChunkedInput(slow.in()));
                var next = new AtomicInteger(300);
                try (var _ = rig.each(Duration.ofMillis(5), () -> send(show, 1, next.getAndIncrement()))) {
                    assertThat(gap(late)).isPositive();
                }
            }
        }
    }

    @Test
    void whoTakesNothingForTooLongIsClosed() {
        try (var rig = new FlvRig(Access.AUTHORISED, PortLimits.NONE, Duration.ofMillis(500), 1 << 20)) {
            var show = rig.broadcast("show");
            try (var stuck = playing(rig)) {
                await().until(() -> rig.metrics.http.players() == 1);
                send(show, 200, 0);
                await().pollInterval(Duration.ofMillis(50)).until(() -> {
                    send(show, 1, 200);
                    return rig.metrics.http.players() == 0;
                });
                assertThat(rig.rejected("player_stuck")).isOne();
                await("although it takes nothing of what it was sent")
                        .until(() -> rig.metrics.http.connections.value() == 0);
                assertThat(stuck.rest()).isNotEmpty();
            }
        }
    }

    /** What says goodbye stands behind what it does not take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|"
            })
    void whoTakesNothingIsClosedWhenItsStreamEnds(String upgrade) {
        try (var rig = new FlvRig(Access.AUTHORISED, PortLimits.NONE, Duration.ofMinutes(5), 1 << 20)) {
            var show = rig.broadcast("show");
            try (var stuck = new RawHttp(rig.port()).say("GET /live/show.flv HTTP/1.1|Host: h|" + upgrade + "|")) {
                stuck.head();
                await().until(() -> rig.metrics.http.players() == 1);
                var next = new AtomicInteger();
                await("more than the kernel takes").until(() -> {
                    send(show, 10, next.getAndAdd(10));
                    return hasLeftOut(rig);
                });
                show.end();
                await().until(() -> rig.metrics.http.players() == 0);
                await("it is closed").until(() -> rig.metrics.http.connections.value() == 0);
            }
        }
    }

    /** The first picture that does not follow the one before: a key frame. */
    private static int gap(FlvInput flv) {
        int last = -1;
        int counter = Payloads.counterOf(nextPicture(flv).orElseThrow().payload());
        while (counter == last + 1) {
            last = counter;
            counter = Payloads.counterOf(nextPicture(flv).orElseThrow().payload());
        }
        assertThat(counter % GOP).as("goes on at a key frame").isZero();
        return counter;
    }

    private static Optional<MediaFrame> nextPicture(FlvInput flv) {
        var frame = flv.next();
        while (frame.isPresent() && (frame.get().kind() != VIDEO || frame.get().isSequenceHeader())) {
            frame = flv.next();
        }
        return frame;
    }
}
