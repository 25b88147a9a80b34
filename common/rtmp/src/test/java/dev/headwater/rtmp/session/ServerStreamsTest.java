package dev.headwater.rtmp.session;

import static dev.headwater.rtmp.session.ServerConnectTest.assertPeerFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.StatusCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Message streams from createStream to deleteStream (rtmp.md 7.2 and 7.3; FAULTS 1.5). */
class ServerStreamsTest {
    private static final Command.CreateStream CREATE_STREAM = new Command.CreateStream(4);

    private static Command.Publish publish(String name) {
        return new Command.Publish(5, 0, name, PublishType.LIVE);
    }

    private static Command.Play play(String name) {
        return new Command.Play(5, 0, name, Command.Play.ANY, -1, true);
    }

    /** A connected client with streams 1 to {@code count}. */
    private static ServerBench withStreams(int count) {
        var bench = ServerBench.connected();
        for (int i = 0; i < count; i++) {
            bench.command(0, CREATE_STREAM);
        }
        bench.answers();
        return bench;
    }

    @Test
    void answersEveryCommandOfEncodersAndPlayersInAnyOrder() {
        var bench = ServerBench.connected();
        bench.command(0, new Command.CheckBandwidth(2))
                .command(0, new Command.GetStreamLength(3, "cam"))
                .command(0, new Command.FCSubscribe(4, "cam"))
                .command(0, new Command.FCPublish(5, "cam"))
                .command(0, new Command.ReleaseStream(6, "cam"))
                .command(0, new Command.FCUnpublish(7, "cam"))
                .command(0, new Command.FCUnsubscribe(8, "cam"))
                .command(0, new Command.SetPlaylist(9))
                .command(0, new Command.Unsupported(10, "getStats"))
                .command(0, new Command.Answer(11, "_result"));

        assertThat(bench.answers())
                .containsExactly(
                        "_result 2 @0 -",
                        "_result 3 @0 0",
                        "_result 4 @0 -",
                        "onFCSubscribe 0 @0 NetStream.Play.Start",
                        "_result 5 @0 -",
                        "onFCPublish 0 @0 NetStream.Publish.Start",
                        "_result 6 @0 -",
                        "_result 7 @0 -",
                        "onFCUnpublish 0 @0 NetStream.Unpublish.Success",
                        "_result 8 @0 -",
                        "onFCUnsubscribe 0 @0 NetStream.Play.Stop",
                        "playlist_ready 0 @0 -",
                        "_error 10 @0 NetConnection.Call.Failed");
        assertThat(bench.events).isEmpty();
    }

    @Test
    void answersNothingToTransactionZero() {
        var bench = ServerBench.connected();
        bench.command(0, new Command.CheckBandwidth(0))
                .command(0, new Command.ReleaseStream(0, "cam"))
                .command(0, new Command.GetStreamLength(0, "cam"))
                .command(0, new Command.Unsupported(0, "getStats"));

        assertThat(bench.answers()).isEmpty();
    }

    @Test
    void givesTheLowestFreeIdFromOneOn() {
        var bench = withStreams(2);
        bench.command(0, new Command.DeleteStream(0, 1))
                .command(0, CREATE_STREAM)
                .command(0, CREATE_STREAM);

        assertThat(bench.answers()).containsExactly("_result 4 @0 1", "_result 4 @0 3");
    }

    @Test
    void refusesTheNinthStreamAndClosesAfterAHundredRefusals() {
        var bench = withStreams(8);
        bench.command(0, CREATE_STREAM);
        assertThat(bench.answers()).containsExactly("_error 4 @0 NetConnection.Call.Failed");
        for (int i = 0; i < 98; i++) {
            bench.command(0, CREATE_STREAM);
        }

        assertPeerFault(() -> bench.command(0, CREATE_STREAM), ProtocolError.TOO_MANY_MESSAGE_STREAMS);
    }

    @Test
    void startsAPublishOnItsOwnMessageStream() {
        var bench = withStreams(2);
        bench.command(2, publish("cam?token=x"));

        assertThat(bench.events).containsExactly("publish 2 cam?token=x LIVE");
        assertThat(bench.answers()).containsExactly("onStatus 0 @2 NetStream.Publish.Start");
    }

    @Test
    void takesPublishOnIdZeroOrAnUnknownIdWhenThereIsOneStreamOnly() { // old encoders
        assertThat(withStreams(1).command(0, publish("cam")).events).containsExactly("publish 1 cam LIVE");
        assertThat(withStreams(1).command(7, publish("cam")).events).containsExactly("publish 1 cam LIVE");

        var two = withStreams(2);
        two.command(0, publish("cam")).command(7, play("cam"));
        assertThat(two.events).isEmpty();
        assertThat(two.answers())
                .containsExactly("onStatus 0 @0 NetStream.Publish.BadName", "onStatus 0 @7 NetStream.Play.Failed");

        var none = withStreams(0);
        none.command(0, publish("cam"));
        assertThat(none.answers()).containsExactly("onStatus 0 @0 NetStream.Publish.BadName");
    }

    @Test
    void refusesASecondUseOfAStreamAndKeepsTheFirst() {
        var publishing = withStreams(1).command(1, publish("cam"));
        publishing.answers();
        publishing.command(1, publish("other")).command(1, play("other"));
        assertThat(publishing.answers())
                .containsExactly("onStatus 0 @1 NetStream.Publish.BadName", "onStatus 0 @1 NetStream.Play.Failed");
        assertThat(publishing.events).containsExactly("publish 1 cam LIVE");

        var playing = withStreams(1).command(1, play("cam"));
        playing.answers();
        playing.command(1, publish("other")).command(1, play("other"));
        assertThat(playing.answers())
                .containsExactly("onStatus 0 @1 NetStream.Publish.BadName", "onStatus 0 @1 NetStream.Play.Failed");
        assertThat(playing.events).containsExactly("play 1 cam");
    }

    @Test
    void refusesNamesOverTheLimit() {
        var bench = withStreams(1);
        String name = "n".repeat(257);
        bench.command(1, publish(name)).command(1, play(name)).command(1, publish("bad\uFFFDname"));

        assertThat(bench.events).isEmpty();
        assertThat(bench.answers())
                .containsExactly(
                        "onStatus 0 @1 NetStream.Publish.BadName",
                        "onStatus 0 @1 NetStream.Play.Failed",
                        "onStatus 0 @1 NetStream.Publish.BadName");
    }

    @Test
    void endsAPublishOnceHoweverOftenTheClientSaysSo() {
        var bench = withStreams(1).command(1, publish("cam"));
        bench.answers();
        bench.events.clear();
        bench.command(0, new Command.FCUnpublish(6, "cam"))
                .command(1, new Command.CloseStream(0, 1))
                .command(0, new Command.DeleteStream(7, 1))
                .command(0, new Command.DeleteStream(8, 1));

        assertThat(bench.events).containsExactly("publishEnded 1");
        assertThat(bench.answers())
                .containsExactly(
                        "_result 6 @0 -",
                        "onFCUnpublish 0 @0 NetStream.Unpublish.Success",
                        "onStatus 0 @1 NetStream.Unpublish.Success");
    }

    @Test
    void fcUnpublishEndsTheStreamOfThatName() {
        var bench = withStreams(2).command(1, publish("one")).command(2, publish("two"));
        bench.events.clear();
        bench.command(0, new Command.FCUnpublish(6, "two"));
        assertThat(bench.events).containsExactly("publishEnded 2");
        bench.command(0, new Command.FCUnpublish(7, "anything")); // the only one left
        assertThat(bench.events).containsExactly("publishEnded 2", "publishEnded 1");
    }

    @Test
    void fcUnpublishOfAnotherNameEndsNothingAmongSeveral() {
        var bench = withStreams(2).command(1, publish("one")).command(2, publish("two"));
        bench.events.clear();
        bench.command(0, new Command.FCUnpublish(6, "three"));

        assertThat(bench.events).isEmpty();
    }

    @Test
    void closeStreamKeepsTheIdForTheNextPublish() {
        var bench = withStreams(1).command(1, publish("one"));
        bench.command(1, new Command.CloseStream(0, 1)).command(1, publish("two"));

        assertThat(bench.events).containsExactly("publish 1 one LIVE", "publishEnded 1", "publish 1 two LIVE");
    }

    @Test
    void deleteStreamOfAnUnknownIdTouchesNothingElse() {
        var bench = withStreams(1).command(1, publish("one"));
        bench.events.clear();
        bench.command(0, new Command.DeleteStream(0, 9));

        assertThat(bench.events).isEmpty();
    }

    @Test
    void deleteStreamByNameOnTheConnectionMeansTheOnlyStream() {
        var bench = withStreams(1).command(1, publish("cam"));
        bench.events.clear();
        // deleteStream, 0, null, "cam"
        bench.hex(20, 0, "02000c64656c65746553747265616d 000000000000000000 05 02000363616d");

        assertThat(bench.events).containsExactly("publishEnded 1");
    }

    @Test
    void answersForWhatIsOverHaveNoEffect() {
        var bench = withStreams(2);
        bench.answers = false;
        bench.command(1, publish("one")).command(2, play("two"));
        bench.command(0, new Command.DeleteStream(0, 1)).command(2, new Command.CloseStream(0, 2));
        bench.answers();
        bench.session.acceptPublish(1);
        bench.session.acceptPlay(2, Map.of());
        bench.session.refusePublish(1, StatusCode.PUBLISH_DENIED, "No.");
        bench.session.refusePlay(2, StatusCode.PLAY_FAILED, "No.");
        bench.session.endPlay(2, "Over.");
        bench.session.endPublish(1, StatusCode.UNPUBLISH_SUCCESS, "Over.");

        assertThat(bench.answers()).isEmpty();
        assertThat(bench.events).containsExactly("publish 1 one LIVE", "play 2 two", "publishEnded 1", "playEnded 2");
    }

    @Test
    void otherStreamsAreServedWhileAnAnswerIsPending() {
        var bench = withStreams(2);
        bench.answers = false;
        bench.command(1, publish("one"));
        bench.answers = true;
        bench.command(2, publish("two"));
        bench.session.acceptPublish(1);

        assertThat(bench.answers())
                .containsExactly("onStatus 0 @2 NetStream.Publish.Start", "onStatus 0 @1 NetStream.Publish.Start");
    }

    @Test
    void refusedStreamCanBeUsedAgain() {
        var bench = withStreams(1);
        bench.answers = false;
        bench.command(1, publish("taken"));
        bench.session.refusePublish(1, StatusCode.PUBLISH_BAD_NAME, "Somebody else publishes it.");
        bench.command(1, play("cam"));
        bench.session.refusePlay(1, StatusCode.PLAY_STREAM_NOT_FOUND, "There is no such stream.");
        bench.command(1, publish("free"));
        bench.session.acceptPublish(1);

        assertThat(bench.answers())
                .containsExactly(
                        "onStatus 0 @1 NetStream.Publish.BadName",
                        "onStatus 0 @1 NetStream.Play.StreamNotFound",
                        "onStatus 0 @1 NetStream.Publish.Start");
    }

    @Test
    void noEventFollowsClose() {
        var bench = withStreams(2).command(1, publish("one")).command(2, play("two"));
        bench.events.clear();
        bench.session.close();
        bench.session.close();
        bench.command(0, new Command.DeleteStream(0, 1));

        assertThat(bench.events).isEmpty();
    }

    @Test
    void endsAPublishOfItsOwnAccordAndKeepsTheId() {
        var bench = withStreams(1).command(1, publish("one"));
        bench.answers();
        bench.session.endPublish(1, StatusCode.UNPUBLISH_SUCCESS, "Taken over.");
        bench.session.endPublish(1, StatusCode.UNPUBLISH_SUCCESS, "Again.");

        assertThat(bench.answers()).containsExactly("onStatus 0 @1 NetStream.Unpublish.Success");
        assertThat(bench.events).as("the end is the server's own").containsExactly("publish 1 one LIVE");
    }
}
