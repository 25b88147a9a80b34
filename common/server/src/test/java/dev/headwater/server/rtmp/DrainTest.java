package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.hub.EndReason;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An RTMP port that is drained: who is asked to move, who is let go and where, and who may stay. */
class DrainTest {
    private static final String REQUEST = "NetConnection.Connect.ReconnectRequest";

    /** Nobody is let go in the time of a test. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Publishers are let go after 500 to 750 ms, wherever they are after 900. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Who can move is asked within a second; nobody is let go in the time of a test. */
    private static final Duration ASKED_SOON = Duration.ofSeconds(10);

    private static final Duration QUIET = Duration.ofMillis(300);

    private static final Duration NOTICE = Duration.ofSeconds(1);

    private static final Duration FRAME = Duration.ofMillis(20);

    private final RtmpRig rig = RtmpRig.open();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whoCanMoveIsAskedOnceAndTheDrainEndsWithTheLastOne() {
        Future<Void> drained;
        try (var publisher = ScriptedPeer.movable(rig.port(), "live");
                var player = ScriptedPeer.movable(rig.port(), "live")) {
            publisher.publish("news");
            player.play("news");
            drained = rig.drain(Duration.ofSeconds(2));
            for (var peer : new ScriptedPeer[] {publisher, player}) {
                var request = peer.awaitStatus(REQUEST);
                assertThat(request.streamId()).isZero();
                assertThat(String.valueOf(request.values().getLast())).doesNotContain("tcUrl");
            }
            assertThat(player.silentFor(QUIET, message -> message.isStatus(REQUEST)))
                    .isTrue();
            assertThat(drained.isComplete()).isFalse();
        }
        drained.await();
        rig.assertEmpty();
    }

    @Test
    void whoCannotMoveIsNotAskedAndIsServed() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live");
                var player = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("news");
            player.play("news");
            var _ = rig.drain(LONG);
            publisher.video(stream, 0, Payloads.avcSequenceHeader());
            publisher.video(stream, 0, Payloads.avcKeyFrame(1));
            player.awaitMedia();
            for (var peer : new ScriptedPeer[] {publisher, player}) {
                assertThat(peer.silentFor(QUIET, message -> message.isStatus(REQUEST)))
                        .isTrue();
                assertThat(peer.seen()).noneMatch(message -> message.isStatus(REQUEST));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FCUnpublish", "closeStream", "deleteStream", "close"})
    void whoWasAskedAndLeavesBeforeHeIsElsewhereHasNotEndedHisStream(String goodbye) {
        try (var publisher = ScriptedPeer.movable(rig.port(), "live")) {
            int stream = publisher.publish("news");
            var _ = rig.drain(ASKED_SOON);
            publisher.awaitStatus(REQUEST);
            leave(publisher, stream, goodbye);
            await().untilAsserted(() -> assertThat(rig.streams().ends()).containsExactly(EndReason.SHUTDOWN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FCUnpublish", "closeStream", "deleteStream"})
    void whoWasNotAskedAndSaysGoodbyeMeansIt(String goodbye) {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("news");
            var _ = rig.drain(LONG);
            leave(publisher, stream, goodbye);
            await().untilAsserted(() -> assertThat(rig.streams().ends()).containsExactly(EndReason.UNPUBLISHED));
        }
    }

    @Test
    void aNodeThatWasAskedSaysGoodbyeForItsBroadcaster() {
        try (var relay = RtmpRig.with().forNodes().open();
                var publisher = ScriptedPeer.movable(relay.port(), "live")) {
            int stream = publisher.publish("news");
            var _ = relay.drain(ASKED_SOON);
            publisher.awaitStatus(REQUEST);
            leave(publisher, stream, "deleteStream");
            await().untilAsserted(() -> assertThat(relay.streams().ends()).containsExactly(EndReason.UNPUBLISHED));
        }
    }

    private static void leave(ScriptedPeer publisher, int stream, String goodbye) {
        switch (goodbye) {
            case "FCUnpublish" -> publisher.command(0, goodbye, 10, null, "news");
            case "closeStream" -> publisher.command(stream, goodbye, 0, null);
            case "deleteStream" -> publisher.command(0, goodbye, 10, null, stream);
            default -> publisher.close();
        }
    }

    @Test
    void whoWasAskedAndComesBackIsServedAndNotAskedAgain() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("news");
            try (var player = ScriptedPeer.movable(rig.port(), "live")) {
                player.play("news");
                var _ = rig.drain(ASKED_SOON);
                player.awaitStatus(REQUEST);
            }
            try (var back = ScriptedPeer.movable(rig.port(), "live")) {
                back.play("news");
                publisher.video(stream, 0, Payloads.avcSequenceHeader());
                publisher.video(stream, 0, Payloads.avcKeyFrame(1));
                back.awaitMedia();
                assertThat(back.silentFor(QUIET, message -> message.isStatus(REQUEST)))
                        .isTrue();
                assertThat(back.seen()).noneMatch(message -> message.isStatus(REQUEST));
            }
        }
    }

    @Test
    void whoComesToPublishIsRefusedSaidWhyAndClosed() {
        var _ = rig.drain(LONG);
        try (var peer = ScriptedPeer.movable(rig.port(), "live")) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, "news", "live");
            var status = peer.awaitStatus("NetStream.Failed");
            assertThat(String.valueOf(status.values().getLast())).contains("this node is to stop");
            peer.awaitClose();
            assertThat(peer.seen()).noneMatch(message -> message.isStatus(REQUEST));
        }
        assertThat(rig.streams().count()).isZero();
        rig.assertEmpty();
    }

    @Test
    void aNoticeLeavesThePortAsItWasUntilItIsOver() {
        try (var player = ScriptedPeer.movable(rig.port(), "live");
                var publisher = ScriptedPeer.movable(rig.port(), "live")) {
            long begun = System.nanoTime();
            var _ = rig.drain(NOTICE, LONG);
            int stream = publisher.publish("news");
            player.play("news");
            publisher.video(stream, 0, Payloads.avcSequenceHeader());
            publisher.video(stream, 0, Payloads.avcKeyFrame(1));
            player.awaitMedia();
            for (var peer : new ScriptedPeer[] {publisher, player}) {
                peer.awaitStatus(REQUEST);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(NOTICE);
            }
        }
    }

    @Test
    void aDrainIsNotOverBeforeItsNotice() {
        long begun = System.nanoTime();
        rig.drain(NOTICE, LONG).await();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(NOTICE);
        long again = System.nanoTime();
        rig.drain(LONG, QUIET).await();
        assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(LONG);
    }

    @Test
    void aPublisherThatStaysIsLetGoAtAKeyFrame() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live");
                var player = ScriptedPeer.connected(rig.port(), "live");
                var clock = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("news");
            player.play("news");
            publisher.video(stream, 0, Payloads.avcSequenceHeader());
            publisher.video(stream, 0, Payloads.avcKeyFrame(0));
            player.awaitMedia();
            var drained = rig.drain(Duration.ofSeconds(4));
            int sent = 1;
            for (; rig.streams().ends().isEmpty(); sent++) {
                boolean key = sent % 10 == 0;
                publisher.video(stream, sent * 20L, key ? Payloads.avcKeyFrame(sent) : Payloads.avcInterFrame(sent));
                clock.silentFor(FRAME, message -> false);
            }
            assertThat(publisher.awaitClose())
                    .anyMatch(message -> message.isStatus("NetStream.Unpublish.Success"))
                    .noneMatch(message -> message.isStatus(REQUEST));
            assertThat(rig.streams().ends()).containsExactly(EndReason.SHUTDOWN);
            player.awaitStatus("NetStream.Play.UnpublishNotify");
            var frames = player.seen().stream()
                    .filter(message -> message.type() == Message.VIDEO && message.payload()[1] == 1)
                    .map(message -> Payloads.counterOf(message.payload()))
                    .toList();
            assertThat(frames.size() % 10)
                    .as("whole groups of pictures: %s", frames)
                    .isZero();
            drained.await();
        }
    }

    @Test
    void aStreamWithoutKeyFramesIsLetGoInTime() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("news");
            publisher.video(stream, 0, Payloads.avcSequenceHeader());
            var _ = rig.drain(SHORT);
            publisher.awaitClose();
            assertThat(rig.streams().ends()).containsExactly(EndReason.SHUTDOWN);
        }
        rig.assertEmpty();
    }

    @Test
    void aStreamWithoutPictureIsLetGoAtAnyFrame() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live");
                var clock = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("radio");
            publisher.audio(stream, 0, Payloads.aacSequenceHeader());
            long begun = System.nanoTime();
            var _ = rig.drain(Duration.ofSeconds(4));
            for (int sent = 1; rig.streams().ends().isEmpty(); sent++) {
                publisher.audio(stream, sent * 20L, Payloads.aacFrame(sent));
                clock.silentFor(FRAME, message -> false);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("let go from 1/2 of the time on, and before 9/10 of it")
                    .isBetween(Duration.ofMillis(1_990), Duration.ofMillis(3_590));
            publisher.awaitClose();
        }
    }

    @Test
    void anIdleConnectionKeepsNobodyWaiting() {
        try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
            rig.drain(LONG).await();
            assertThat(peer.silentFor(QUIET, message -> true)).isTrue();
        }
    }

    @Test
    void aConnectionThatIsGoneLeavesNoTimerBehind() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            publisher.publish("news");
            var _ = rig.drain(LONG);
        }
        rig.assertEmpty();
    }
}
