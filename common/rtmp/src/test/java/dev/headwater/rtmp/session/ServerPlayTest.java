package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.UserControl;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a player hears (rtmp.md 7.4). */
class ServerPlayTest {
    private static ServerBench idle() {
        var bench = ServerBench.connected().command(0, new Command.CreateStream(2));
        bench.answers();
        return bench;
    }

    private static ServerBench playing() {
        var bench = idle().command(1, play("cam", true));
        bench.answers();
        bench.events.clear();
        return bench;
    }

    private static Command.Play play(String name, boolean reset) {
        return new Command.Play(3, 0, name, -2000, -1, reset);
    }

    private static Command.Play2 play2(String name, String transition) {
        Map<String, AmfValue> options = new AmfProperties()
                .put("streamName", name)
                .put("transition", transition)
                .object()
                .properties();
        return new Command.Play2(0, 1, name, "", transition, -2, -1, options);
    }

    @Test
    void startsAPlayInTheOrderThatEveryPlayerTakes() {
        assertThat(idle().command(1, play("cam", true)).answers())
                .containsExactly(
                        "StreamBegin[streamId=1]",
                        "onStatus 0 @1 NetStream.Play.Reset",
                        "onStatus 0 @1 NetStream.Play.Start",
                        "data @1 |RtmpSampleAccess");
    }

    @Test
    void leavesResetOutWhenNotAskedFor() {
        assertThat(idle().command(1, play("cam", false)).answers())
                .containsExactly(
                        "StreamBegin[streamId=1]", "onStatus 0 @1 NetStream.Play.Start", "data @1 |RtmpSampleAccess");
    }

    @Test
    void putsWhatTheOwnerAddsIntoPlayStart() {
        var bench = idle();
        bench.answers = false;
        bench.command(1, play("cam", true));
        bench.session.acceptPlay(1, Map.of("epoch", AmfValue.number(9)));
        bench.answers();

        AmfValue info = bench.wire.commands().getLast().get(3);
        assertThat(info.properties().keySet()).containsExactly("level", "code", "description", "epoch");
    }

    @Test
    void tellsThePlayerOfTheEndInThreeWays() {
        var bench = playing();
        bench.session.endPlay(1, "The publisher left.");
        bench.session.endPlay(1, "Again.");

        assertThat(bench.answers())
                .containsExactly(
                        "onStatus 0 @1 NetStream.Play.UnpublishNotify",
                        "StreamEof[streamId=1]",
                        "onStatus 0 @1 NetStream.Play.Stop");
        assertThat(bench.events).isEmpty();
        bench.command(1, play("cam", true));
        assertThat(bench.events).containsExactly("play 1 cam");
    }

    @Test
    void playsNoMoreAfterCloseOrDelete() {
        assertThat(playing().command(1, new Command.CloseStream(0, 1)).events).containsExactly("playEnded 1");
        assertThat(playing().command(0, new Command.DeleteStream(0, 1)).events).containsExactly("playEnded 1");
    }

    @Test
    void pausesAndResumesAtTheLiveEdge() {
        var bench = playing();
        bench.command(1, new Command.Pause(0, 1, true, 0)).command(1, new Command.Pause(0, 1, false, 0));

        assertThat(bench.answers())
                .containsExactly(
                        "onStatus 0 @1 NetStream.Pause.Notify",
                        "StreamEof[streamId=1]",
                        "StreamBegin[streamId=1]",
                        "onStatus 0 @1 NetStream.Unpause.Notify");
        assertThat(bench.events).containsExactly("pause 1 true", "pause 1 false");
    }

    @Test
    void answersSeekWithoutEffect() {
        var bench = playing().command(1, new Command.Seek(0, 1, 60_000));

        assertThat(bench.answers()).containsExactly("onStatus 0 @1 NetStream.Seek.Notify");
        assertThat(bench.events).isEmpty();
    }

    @Test
    void ignoresPauseAndSeekWhereNothingPlays() {
        var bench = idle().command(1, new Command.Pause(0, 1, true, 0)).command(1, new Command.Seek(0, 1, 0));

        assertThat(bench.answers()).isEmpty();
        assertThat(bench.events).isEmpty();
    }

    @Test
    void switchesAudioAndVideoOffAndOn() {
        var bench = playing();
        bench.command(1, new Command.ReceiveVideo(0, 1, false)).command(1, new Command.ReceiveAudio(0, 1, false));
        assertThat(bench.answers()).isEmpty();
        bench.command(1, new Command.ReceiveVideo(0, 1, true));

        assertThat(bench.answers())
                .containsExactly("onStatus 0 @1 NetStream.Seek.Notify", "onStatus 0 @1 NetStream.Play.Start");
        assertThat(bench.events)
                .containsExactly("receive 1 VIDEO false", "receive 1 AUDIO false", "receive 1 VIDEO true");
    }

    @Test
    void tellsOnceWhatDoesNotChange() {
        var bench = playing().command(1, new Command.ReceiveAudio(0, 1, true));

        assertThat(bench.answers()).hasSize(2);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void remembersWhatAPlayerDidNotWantBeforeItPlayed() {
        var bench = idle().command(1, new Command.ReceiveVideo(0, 1, false)).command(1, play("cam", true));

        assertThat(bench.events).containsExactly("play 1 cam", "receive 1 VIDEO false");
    }

    @Test
    void play2OnAnIdleStreamIsAPlay() {
        var bench = idle().command(1, play2("cam", "reset"));

        assertThat(bench.events).containsExactly("play 1 cam");
        assertThat(bench.answers())
                .containsExactly(
                        "StreamBegin[streamId=1]",
                        "onStatus 0 @1 NetStream.Play.Reset",
                        "onStatus 0 @1 NetStream.Play.Start",
                        "data @1 |RtmpSampleAccess");
    }

    @Test
    void play2SwitchesToAnotherStream() {
        var bench = playing().command(1, play2("cam-hd", "switch"));

        assertThat(bench.events).containsExactly("playEnded 1", "play 1 cam-hd");
        assertThat(bench.answers())
                .containsExactly(
                        "onStatus 0 @1 NetStream.Play.Transition",
                        "StreamBegin[streamId=1]",
                        "onStatus 0 @1 NetStream.Play.Start",
                        "data @1 |RtmpSampleAccess",
                        "data @1 onPlayStatus");
    }

    @Test
    void play2ToTheSameStreamIsOverAtOnce() {
        var bench = playing().command(1, play2("cam", "switch"));

        assertThat(bench.events).isEmpty();
        assertThat(bench.answers()).containsExactly("onStatus 0 @1 NetStream.Play.Transition", "data @1 onPlayStatus");
    }

    @Test
    void play2StopsAPlay() {
        assertThat(playing().command(1, play2("", "stop")).events).containsExactly("playEnded 1");
    }

    @Test
    void storesTheBufferLengthOfAPlayer() {
        var bench = playing();
        assertThat(bench.session.bufferMillis()).isZero();
        bench.control(new UserControl.SetBufferLength(1, 3_000));
        assertThat(bench.session.bufferMillis()).isEqualTo(3_000);
        bench.control(new UserControl.SetBufferLength(1, -1)); // 2^32-1
        assertThat(bench.session.bufferMillis()).isEqualTo(Integer.MAX_VALUE);
    }
}
