package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");

    private final RtmpRig rig = RtmpRig.open();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void clientsOfAllLoopsAreListedWithWhatTheyDo() {
        var begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var publisher = connected();
                var player = connected();
                var idle = connected()) {
            int stream = publisher.publish("show");
            publisher.video(stream, 0, Payloads.avcKeyFrame(1));
            player.play("show");
            idle.createStream();
            await("bytes counted")
                    .until(() -> list().getFirst().uses().getFirst().bytes() > 0);

            var clients = list();
            assertThat(clients).extracting(ClientSnapshot::number).isSorted().doesNotHaveDuplicates();
            assertThat(clients.getLast().uses()).isEmpty();
            assertThat(clients.subList(0, 2))
                    .extracting(client -> client.uses().getFirst().kind())
                    .containsExactly(ClientUse.Kind.PUBLISHER, ClientUse.Kind.PLAYER);
            assertThat(clients.subList(0, 2))
                    .extracting(client -> client.uses().getFirst().key())
                    .containsOnly(SHOW);
            assertThat(clients).allSatisfy(client -> {
                assertThat(client.peer()).matches("127\\.0\\.0\\.1:\\d+");
                assertThat(client.since()).isBetween(begun, Instant.now());
                assertThat(client.slowed()).isFalse();
            });
            assertThat(rig.clients().count()).isEqualTo(3);
            assertThat(rig.clients().list(client -> client.uses().isEmpty()).await())
                    .singleElement()
                    .isEqualTo(clients.getLast());
        }
        await("everybody gone").until(() -> rig.clients().count() == 0);
    }

    @Test
    void kickedPlayerIsToldAndClosedAndTheOthersGoOn() {
        try (var publisher = connected();
                var kicked = connected();
                var spared = connected()) {
            int stream = publisher.publish("show");
            kicked.play("show");
            spared.play("show");
            assertThat(rig.clients().kick(list().get(1).number()).await()).isTrue();
            kicked.awaitStatus("NetStream.Play.UnpublishNotify");
            kicked.awaitClose();

            publisher.video(stream, 40, Payloads.avcSequenceHeader());
            publisher.video(stream, 40, Payloads.avcKeyFrame(7));
            spared.awaitMedia();
            assertThat(rig.streams().ends()).isEmpty();
            assertThat(rig.rejected()).isZero();
        }
    }

    @Test
    void kickedPublisherIsToldAndItsStreamEnds() {
        try (var publisher = connected();
                var player = connected()) {
            publisher.publish("show");
            player.play("show");
            assertThat(rig.clients()
                            .kickPublishers(new StreamKey("live", "other"))
                            .await())
                    .isZero();
            assertThat(rig.clients().kickPublishers(SHOW).await()).isOne();
            assertThat(publisher
                            .awaitStatus("NetStream.Unpublish.Success")
                            .values()
                            .toString())
                    .contains("ended: KICKED");
            publisher.awaitClose();
            player.awaitStatus("NetStream.Play.UnpublishNotify");
            assertThat(rig.streams().ends()).containsExactly(EndReason.KICKED);
        }
    }

    @Test
    void kickOfOneStreamLeavesTheOtherOfItsConnection() {
        try (var publisher = connected()) {
            int kept = publisher.publish("kept");
            publisher.publish("show");
            assertThat(rig.clients().kickPublishers(SHOW).await()).isOne();
            publisher.awaitStatus("NetStream.Unpublish.Success");
            Coded.sendHeaders(publisher, kept);
            publisher.video(kept, 0, Payloads.avcKeyFrame(7));
            try (var player = connected()) {
                player.play("kept");
                assertThat(Coded.nextCounter(player)).isEqualTo(7);
            }
            assertThat(rig.streams().ends()).containsExactly(EndReason.KICKED);
        }
    }

    @Test
    void idleClientIsClosed() {
        try (var idle = connected()) {
            assertThat(rig.clients().kick(list().getFirst().number()).await()).isTrue();
            idle.awaitClose();
        }
        rig.assertEmpty();
    }

    @Test
    void numberOfNobodyKicksNobody() {
        try (var publisher = connected()) {
            publisher.publish("show");
            assertThat(rig.clients().kick(list().getFirst().number() - 1).await())
                    .isFalse();
            assertThat(list()).hasSize(1);
        }
    }

    /** A peer that the port knows of: connections are accepted in the order of these calls. */
    private ScriptedPeer connected() {
        return ScriptedPeer.connected(rig.port(), "live");
    }

    private List<ClientSnapshot> list() {
        return rig.clients().list(client -> true).await();
    }
}
