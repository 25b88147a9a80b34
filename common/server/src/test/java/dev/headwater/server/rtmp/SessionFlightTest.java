package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of a session for whoever asks why. */
class SessionFlightTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");
    private static final int ACKNOWLEDGEMENT = 3;

    private final RtmpRig rig = RtmpRig.open();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void wayOfAPlayerIsToldAlsoWhenItIsGone() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("show");
            publisher.video(stream, 0, Payloads.avcSequenceHeader());
            publisher.video(stream, 0, Payloads.avcKeyFrame(1));
            long player;
            try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
                peer.play("show");
                peer.awaitMedia();
                player = rig.clients().list(client -> true).await().getLast().number();
                assertThat(flight(player).over()).isFalse();
                assertThat(rig.clients().kick(player).await()).isTrue();
                peer.awaitClose();
            }
            await("it is gone").until(() -> flight(player).over());
            assertThat(whats(flight(player)))
                    .containsExactly(
                            "accepted",
                            "handshake",
                            "connect",
                            "connected",
                            "createStream",
                            "play",
                            "allowed",
                            "playing",
                            "first frame",
                            "kicked",
                            "stopped",
                            "closed");
            assertThat(text(flight(player), "connect")).isEqualTo("software=headwater-testkit");
            assertThat(text(flight(player), "stopped")).matches("live/show bytes=\\d+ dropped_frames=0 reason=KICKED");
            assertThat(rig.clients().publisherFlights(SHOW).await())
                    .singleElement()
                    .satisfies(flight -> assertThat(text(flight, "publishing")).isEqualTo("live/show epoch=1"));
        }
        await("the publisher is gone").until(() -> {
            var flights = rig.clients().publisherFlights(SHOW).await();
            return flights.size() == 1 && flights.getFirst().over();
        });
        assertThat(rig.clients().flight(1).await()).isEmpty();
    }

    @Test
    void everyStepOfAnEncoderIsThere() {
        long number;
        try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
            number = rig.clients().list(any -> true).await().getFirst().number();
            peer.command(0, "releaseStream", 0, null, "show");
            peer.command(0, "FCPublish", 0, null, "show");
            int stream = peer.publish("show");
            peer.command(0, "FCUnpublish", 0, null, "show");
            peer.command(0, "deleteStream", 0, null, stream);
            await("it has ended what it did").until(() -> whats(flight(number)).contains("deleteStream"));
        }
        var steps = flight(number);
        assertThat(whats(steps))
                .containsSubsequence(
                        "connected",
                        "releaseStream",
                        "FCPublish",
                        "createStream",
                        "publish",
                        "publishing",
                        "FCUnpublish",
                        "unpublished",
                        "deleteStream");
        assertThat(steps.events())
                .filteredOn(event -> Set.of("releaseStream", "FCPublish", "publish", "FCUnpublish")
                        .contains(event.what()))
                .as("what may be a key")
                .hasSize(4)
                .noneMatch(event -> event.text().contains("show"));
    }

    @Test
    void noTokenIsKept() {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live?token=hush-1");
                var player = ScriptedPeer.connected(rig.port(), "live?token=hush-2")) {
            publisher.publish("show?token=hush-3");
            player.play("show?token=hush-4");
            for (var client : rig.clients().list(any -> true).await()) {
                assertThat(flight(client.number()).toString()).contains("live").doesNotContain("hush");
            }
        }
    }

    @Test
    void refusalTellsWhy() {
        long first;
        try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
            first = rig.clients().list(any -> true).await().getFirst().number();
            int stream = peer.createStream();
            peer.command(stream, "publish", 5, null, "../etc", "live");
            peer.awaitClose();
        }
        await().until(() -> flight(first).over());
        assertThat(text(flight(first), "rejected")).isEqualTo("BAD_NAME: illegal name of a stream to publish");
    }

    @Test
    void bytesThatThePeerAcknowledgedAreTold() {
        try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
            peer.publish("show");
            long number = rig.clients().list(any -> true).await().getFirst().number();
            peer.send(2, new Message(ACKNOWLEDGEMENT, 0, 0, new byte[] {0, 0, 4, 0}));
            await().until(() -> flight(number).bytes().acknowledged() == 1_024);
            assertThat(flight(number).bytes().received()).isPositive();
        }
    }

    private Flight flight(long number) {
        return rig.clients().flight(number).await().orElseThrow();
    }

    private static List<String> whats(Flight flight) {
        return flight.events().stream().map(FlightEvent::what).toList();
    }

    private static String text(Flight flight, String what) {
        return flight.events().stream()
                .filter(event -> event.what().equals(what))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
