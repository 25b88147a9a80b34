package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.handshake.HandshakeKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What real clients sent, byte for byte, and what they hear from us (COMPAT 1; rtmp.md 7.3 and 7.4). */
class RecordedClientsTest {
    private static final List<String> CONNECT_ACCEPTED = List.of(
            "WindowAckSize[bytes=2500000]",
            "SetPeerBandwidth[bytes=2500000, limitType=2]",
            "SetChunkSize[bytes=4096]",
            "_result 1 @0 NetConnection.Connect.Success");

    private static final List<String> PLAY_ACCEPTED = List.of(
            "StreamBegin[streamId=1]",
            "onStatus 0 @1 NetStream.Play.Reset",
            "onStatus 0 @1 NetStream.Play.Start",
            "data @1 |RtmpSampleAccess");

    private final ServerBench bench = new ServerBench();

    /** Plays a recording in; gives the answers to what came behind connect. */
    private List<String> answersTo(Recording recording) {
        bench.feed(recording.bytes());
        byte[] written = bench.takeWritten();
        List<String> answers =
                bench.wire.read(Arrays.copyOfRange(written, ServerBench.SERVER_HANDSHAKE_BYTES, written.length));
        assertThat(answers).startsWith(CONNECT_ACCEPTED.toArray(String[]::new));
        return answers.subList(CONNECT_ACCEPTED.size(), answers.size());
    }

    /** Kind and time of every frame, its first bytes behind. */
    private List<String> frames(int shown) {
        return bench.events.stream()
                .filter(event -> event.contains(" @1 "))
                .map(event -> event.substring(0, Math.min(event.length(), event.indexOf("@1") + shown)))
                .toList();
    }

    @Test
    void ffmpegPublishes() {
        assertThat(answersTo(Recording.FFMPEG_PUBLISH))
                .containsExactly(
                        "_result 2 @0 -", // releaseStream
                        "_result 3 @0 -", // FCPublish
                        "onFCPublish 0 @0 NetStream.Publish.Start",
                        "_result 4 @0 1", // createStream
                        "onStatus 0 @1 NetStream.Publish.Start",
                        "_result 6 @0 -", // FCUnpublish
                        "onFCUnpublish 0 @0 NetStream.Unpublish.Success",
                        "onStatus 0 @1 NetStream.Unpublish.Success");
        assertThat(bench.session.handshakeKind()).isEqualTo(HandshakeKind.DIGEST_FIRST);
        assertThat(bench.events)
                .startsWith("connect live", "publish 1 cam LIVE")
                .endsWith("publishEnded 1");
        assertThat(frames(11))
                .hasSize(32)
                .startsWith(
                        "DATA @1 0 02000a", // onMetaData, no @setDataFrame
                        "VIDEO @1 0 170000",
                        "AUDIO @1 0 af0013",
                        "AUDIO @1 0 af01de",
                        "VIDEO @1 46 17010")
                .endsWith("AUDIO @1 1021 af0", "VIDEO @1 846 1702"); // end of sequence
    }

    @Test
    void gstreamerPublishes() {
        assertThat(answersTo(Recording.GSTREAMER_PUBLISH))
                .as("releaseStream and FCPublish came with transaction 0 and want no result")
                .containsExactly(
                        "onFCPublish 0 @0 NetStream.Publish.Start",
                        "_result 2 @0 1",
                        "onStatus 0 @1 NetStream.Publish.Start",
                        "onFCUnpublish 0 @0 NetStream.Unpublish.Success",
                        "onStatus 0 @1 NetStream.Unpublish.Success");
        assertThat(bench.session.handshakeKind()).isEqualTo(HandshakeKind.SIMPLE);
        assertThat(bench.events)
                .startsWith("connect live", "publish 1 cam LIVE")
                .endsWith("publishEnded 1");
        assertThat(frames(9))
                .containsExactly(
                        "DATA @1 0 0200",
                        "VIDEO @1 0 1700",
                        "VIDEO @1 0 1701",
                        "VIDEO @1 200 27",
                        "VIDEO @1 400 27",
                        "VIDEO @1 600 27",
                        "VIDEO @1 800 27",
                        "VIDEO @1 800 17");
    }

    @Test
    void ffmpegPlays() {
        assertThat(answersTo(Recording.FFMPEG_PLAY))
                .startsWith("_result 2 @0 1", "_result 3 @0 0") // createStream, getStreamLength
                .endsWith(PLAY_ACCEPTED.toArray(String[]::new))
                .hasSize(6);
        assertThat(bench.events).containsExactly("connect live", "play 1 cam", "playEnded 1");
        assertThat(bench.session.bufferMillis()).isEqualTo(3_000);
    }

    @Test
    void rtmpdumpPlays() {
        assertThat(answersTo(Recording.RTMPDUMP_PLAY))
                .startsWith("_result 2 @0 1", "_result 3 @0 -", "onFCSubscribe 0 @0 NetStream.Play.Start")
                .endsWith(PLAY_ACCEPTED.toArray(String[]::new))
                .hasSize(7);
        assertThat(bench.events).containsExactly("connect live", "play 1 cam", "playEnded 1");
    }

    @Test
    void gstreamerPlays() {
        assertThat(answersTo(Recording.GSTREAMER_PLAY))
                .startsWith("_result 2 @0 1")
                .endsWith(PLAY_ACCEPTED.toArray(String[]::new))
                .hasSize(5);
        assertThat(bench.events).containsExactly("connect live", "play 1 cam"); // it closes the socket without a word
    }
}
