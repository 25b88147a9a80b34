package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.auth.Action;
import dev.headwater.server.limits.ClusterLimiter;
import dev.headwater.server.limits.ConnectRate;
import dev.headwater.server.limits.Counted;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.limits.LimitValues;
import dev.headwater.server.limits.OpenConnections;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.limits.UsesElsewhere;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client sees of a limit on the wire, and the operator in the log and in the metrics. */
class LimitsTest {
    private static final Duration WINDOW = Duration.ofMillis(200);

    private static PortLimits limits(LimitValues values) {
        var elsewhere = new UsesElsewhere("a", Duration.ofSeconds(6), System::nanoTime);
        var connects = new ConnectRate(
                values.most(Limit.CONNECTS_PER_ADDRESS, ""),
                values.most(Limit.CONNECTS_PER_NODE, ""),
                () -> 0); // a second that does not end
        return new PortLimits(
                new ClusterLimiter(values, new Counted(""), elsewhere, () -> 16),
                new OpenConnections(() -> values.most(Limit.CONNECTIONS_PER_ADDRESS, ""), () -> connects),
                app -> values.most(Limit.PUBLISH_KBPS, app),
                () -> WINDOW);
    }

    private static PortLimits limit(Limit one, int most) {
        return limits((limit, app) -> limit == one ? most : 0);
    }

    private static List<Message> refused(RtmpRig rig, Action action, String name) {
        try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = peer.createStream();
            peer.command(stream, action.word(), 3, null, name, action == Action.PLAY ? -2000 : "live");
            return peer.awaitClose();
        }
    }

    @Test
    void playerWithoutRoomIsToldSoAndHasItWhenAnotherLeaves() {
        try (var rig = RtmpRig.with().limits(limit(Limit.PLAYERS_PER_STREAM, 1)).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            Coded.publish(publisher, "full");
            try (var player = ScriptedPeer.connected(rig.port(), "live")) {
                player.play("full");
                assertThat(refused(rig, Action.PLAY, "full"))
                        .singleElement()
                        .matches(message -> message.isStatus("NetStream.Play.Failed"))
                        .asString()
                        .contains("no more are taken now");
                assertThat(rig.rejected("PLAYERS_PER_STREAM")).isOne();
                assertThat(rig.rejected()).isOne();
                assertThat(rig.warnings())
                        .singleElement()
                        .asString()
                        .matches(
                                "refused play rtmp peer=127\\.0\\.0\\.1:\\d+ stream=live/full code=NetStream\\.Play\\.Failed: "
                                        + "PLAYERS_PER_STREAM: limits\\.players-per-stream=1 is reached: 1 here, 0 at other nodes");
            }
            await().untilAsserted(() -> {
                try (var next = ScriptedPeer.connected(rig.port(), "live")) {
                    next.play("full");
                }
            });
        }
    }

    @Test
    void publisherWithoutRoomIsToldSoAndWhoComesBackIsLetIn() {
        try (var rig = RtmpRig.with()
                        .limits(limit(Limit.PUBLISHERS_PER_ADDRESS, 1))
                        .open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            publisher.publish("first");
            assertThat(refused(rig, Action.PUBLISH, "second"))
                    .singleElement()
                    .matches(message -> message.isStatus("NetStream.Publish.Denied"))
                    .asString()
                    .contains("no more are taken now");
            assertThat(rig.rejected("PUBLISHERS_PER_ADDRESS")).isOne();
            assertThat(rig.warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            " stream=live/second code=NetStream.Publish.Denied: ",
                            "limits.publishers-per-address=1 is reached: 1 here");
            try (var again = ScriptedPeer.connected(rig.port(), "live")) {
                again.publish("first"); // its network blinked, and the old connection is not known to be dead
            }
        }
    }

    private static boolean isHeard(RawPeer peer) {
        try {
            return peer.send(RawPeer.handshake()).read(1) > 0;
        } catch (UncheckedIOException reset) {
            assertThat(reset).hasStackTraceContaining("reset");
            return false;
        }
    }

    @Test
    void whoHasManyConnectionsOpenGetsAnotherWhenHeClosesOne() {
        try (var rig = RtmpRig.with()
                        .limits(limit(Limit.CONNECTIONS_PER_ADDRESS, 2))
                        .open();
                var first = RawPeer.open(rig.port())) {
            assertThat(isHeard(first)).isTrue();
            try (var second = RawPeer.open(rig.port())) {
                assertThat(isHeard(second)).isTrue();
                try (var third = RawPeer.open(rig.port())) {
                    assertThat(isHeard(third)).isFalse();
                }
            }
            assertThat(rig.rejected("CONNECTIONS_PER_ADDRESS")).isOne();
            assertThat(rig.warnings())
                    .singleElement()
                    .asString()
                    .matches("closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=CONNECTIONS_PER_ADDRESS: "
                            + "2 are open from there: limits\\.connections-per-address=2");
            await("the place of the second is given back").until(() -> {
                try (var next = RawPeer.open(rig.port())) {
                    return isHeard(next);
                }
            });
        }
    }

    @Test
    void clientsThatConnectTooFastAreClosedAtOnce() {
        try (var rig =
                RtmpRig.with().limits(limit(Limit.CONNECTS_PER_ADDRESS, 3)).open()) {
            for (int i = 0; i < 6; i++) {
                try (var peer = RawPeer.open(rig.port())) {
                    assertThat(isHeard(peer)).isEqualTo(i < 3);
                }
            }
            assertThat(rig.rejected("CONNECTS_PER_ADDRESS")).isEqualTo(3);
            assertThat(rig.warnings())
                    .hasSize(3)
                    .allMatch(line -> line.matches("closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=CONNECTS_PER_ADDRESS: "
                            + "more connections within a second than limits\\.connects-per-address=3"));
            rig.assertEmpty();
        }
    }

    @Test
    void publisherThatStaysOverItsBitrateIsWarnedOfAndThenClosed() {
        try (var rig = RtmpRig.with().limits(limit(Limit.PUBLISH_KBPS, 400)).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = Coded.publish(publisher, "loud");
            for (int i = 0; rig.rejected("PUBLISH_KBPS") == 0; i++) {
                publisher.video(stream, i * 10L, Payloads.avcKeyFrame(i, 4_000)); // 3 Mbit/s
                publisher.silentFor(Duration.ofMillis(10), message -> true);
            }
            publisher.awaitClose();
            assertThat(publisher.seen())
                    .last()
                    .matches(message -> message.isStatus("NetStream.Publish.Denied"))
                    .asString()
                    .contains("OVER_BITRATE");
            assertThat(rig.streams().ends()).containsExactly(EndReason.OVER_BITRATE);
            assertThat(rig.warnings()).hasSize(2);
            assertThat(rig.warnings().getFirst())
                    .matches(
                            "rtmp peer=\\S+ stream=live/loud publishes at \\d+ kbit/s, over limits\\.publish-kbps=400");
            assertThat(rig.warnings().getLast())
                    .matches("rtmp peer=\\S+ stream=live/loud is closed for still publishing at \\d+ kbit/s, "
                            + "over limits\\.publish-kbps=400");
        }
    }

    @Test
    void publisherWithinItsBitrateIsLeftAlone() {
        try (var rig = RtmpRig.with().limits(limit(Limit.PUBLISH_KBPS, 4_000)).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = Coded.publish(publisher, "calm");
            long end = System.nanoTime() + WINDOW.multipliedBy(4).toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                publisher.video(stream, i * 40L, Payloads.avcKeyFrame(i, 4_000)); // below 1 Mbit/s
                assertThat(publisher.silentFor(Duration.ofMillis(40), message -> true))
                        .isTrue();
            }
            assertThat(rig.warnings()).isEmpty();
            assertThat(rig.streams().count()).isOne();
        }
    }

    @Test
    void publisherThatSendsNeitherAudioNorVideoIsToldSoAndClosed() {
        try (var rig = RtmpRig.with().publisherMedia(Duration.ofMillis(300)).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live");
                var other = ScriptedPeer.connected(rig.port(), "live")) {
            publisher.publish("nothing");
            Coded.publish(other, "something");
            assertThat(publisher.awaitClose())
                    .last()
                    .matches(message -> message.isStatus("NetStream.Publish.Denied"))
                    .asString()
                    .contains("NO_MEDIA");
            assertThat(rig.streams().ends()).containsExactly(EndReason.NO_MEDIA);
            assertThat(rig.rejected("NO_MEDIA")).isOne();
            assertThat(rig.warnings())
                    .singleElement()
                    .asString()
                    .matches("rtmp peer=\\S+ stream=live/nothing is closed: neither audio nor video for"
                            + " publish\\.media-timeout=PT0\\.3S");
            assertThat(rig.streams().count()).isOne();
        }
    }
}
