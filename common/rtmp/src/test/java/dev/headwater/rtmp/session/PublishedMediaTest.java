package dev.headwater.rtmp.session;

import static dev.headwater.rtmp.session.ServerConnectTest.assertPeerFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.ControlMessage;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.StatusCode;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames of a client: where they go, when they wait, when they are too many (FAULTS 1.5; COMPAT 1). */
class PublishedMediaTest {
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int DATA = 18;

    private static final String AVC_HEADER = "17 00 000000 01";
    private static final String AVC_KEY_FRAME = "17 01 000000 65";
    private static final String AAC_HEADER = "af 00 1210";
    private static final String AAC_FRAME = "af 01 21";
    private static final String SET_DATA_FRAME = "02000d 40736574446174614672616d65";
    private static final String ON_META_DATA = "02000a 6f6e4d65746144617461";
    private static final String EMPTY_OBJECT = "03 000009";

    private static ServerBench idle() {
        var bench = ServerBench.connected().command(0, new Command.CreateStream(2));
        bench.answers();
        return bench;
    }

    private static ServerBench pending() {
        var bench = idle();
        bench.answers = false;
        bench.command(1, new Command.Publish(3, 1, "cam", PublishType.LIVE));
        bench.events.clear();
        return bench;
    }

    private static ServerBench publishing() {
        var bench = pending();
        bench.session.acceptPublish(1);
        bench.answers();
        return bench;
    }

    private static ServerBench playing() {
        var bench = idle().command(1, new Command.Play(3, 1, "cam", -2, -1, true));
        bench.answers();
        return bench;
    }

    private static String plain(String hex) {
        return hex.replace(" ", "");
    }

    @Test
    void givesFramesToTheOwnerAsTheyCame() {
        var bench = publishing()
                .hex(VIDEO, 1, AVC_KEY_FRAME)
                .message(AUDIO, 1, -1, new byte[] {(byte) 0xAF, 1})
                .hex(DATA, 1, ON_META_DATA + EMPTY_OBJECT);

        assertThat(bench.events)
                .containsExactly(
                        "VIDEO @1 0 " + plain(AVC_KEY_FRAME),
                        "AUDIO @1 4294967295 af01",
                        "DATA @1 0 " + plain(ON_META_DATA + EMPTY_OBJECT));
    }

    @Test
    void takesSetDataFrameOff() {
        assertThat(publishing().hex(DATA, 1, SET_DATA_FRAME + ON_META_DATA + EMPTY_OBJECT).events)
                .containsExactly("DATA @1 0 " + plain(ON_META_DATA + EMPTY_OBJECT));
        assertThat(publishing().hex(15, 1, "00" + SET_DATA_FRAME + ON_META_DATA + EMPTY_OBJECT).events)
                .containsExactly("DATA @1 0 " + plain(ON_META_DATA + EMPTY_OBJECT));
    }

    @Test
    void keepsToItselfWhatIsNoFrame() {
        var bench = publishing()
                .hex(AUDIO, 1, "") // an empty message is a sign of life
                .hex(VIDEO, 1, "")
                .hex(DATA, 1, "00000000") // ffmpeg's empty data packet
                .hex(DATA, 1, SET_DATA_FRAME + "020011 7c52746d7053616d706c65416363657373 0101 0101")
                .hex(16, 0, "00 0000")
                .hex(19, 0, "0000");

        assertThat(bench.events).isEmpty();
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void dropsMetadataOverTheLimitAndGoesOn() {
        var bench = publishing();
        byte[] tooLong = new byte[65_537];
        tooLong[0] = 2;
        bench.message(DATA, 1, 0, tooLong).hex(VIDEO, 1, AVC_KEY_FRAME);

        assertThat(bench.events).containsExactly("VIDEO @1 0 " + plain(AVC_KEY_FRAME));
    }

    @Test
    void takesAggregatesApart() {
        var bench = publishing()
                .message(
                        22,
                        1,
                        5_000,
                        ByteBufUtil.decodeHexDump(plain(
                                "08 000002 000000 00 000000 af01 0000000d 09 000002 000028 00 000000 2701 0000000d")));

        assertThat(bench.events).containsExactly("AUDIO @1 5000 af01", "VIDEO @1 5040 2701");
    }

    @Test
    void takesFramesOnIdZeroOfAnEncoderThatPublishesThere() {
        var bench = idle().command(0, new Command.Publish(3, 0, "cam", PublishType.LIVE));
        bench.hex(VIDEO, 0, AVC_KEY_FRAME).hex(DATA, 0, ON_META_DATA + EMPTY_OBJECT);

        assertThat(bench.events)
                .containsExactly(
                        "publish 1 cam LIVE",
                        "VIDEO @1 0 " + plain(AVC_KEY_FRAME),
                        "DATA @1 0 " + plain(ON_META_DATA + EMPTY_OBJECT));
    }

    @Test
    void holdsHeadersWhileTheAnswerIsPending() {
        var bench = pending()
                .hex(DATA, 1, SET_DATA_FRAME + ON_META_DATA + EMPTY_OBJECT)
                .hex(VIDEO, 1, AVC_HEADER)
                .hex(AUDIO, 1, AAC_HEADER)
                .hex(VIDEO, 1, AVC_KEY_FRAME)
                .hex(AUDIO, 1, AAC_FRAME);
        assertThat(bench.events).isEmpty();

        bench.session.acceptPublish(1);
        bench.hex(VIDEO, 1, AVC_KEY_FRAME);
        assertThat(bench.events)
                .containsExactly(
                        "DATA @1 0 " + plain(ON_META_DATA + EMPTY_OBJECT),
                        "VIDEO @1 0 " + plain(AVC_HEADER),
                        "AUDIO @1 0 " + plain(AAC_HEADER),
                        "VIDEO @1 0 " + plain(AVC_KEY_FRAME));
    }

    @Test
    void holdsNoMoreThanTheLimit() {
        var bench = pending();
        byte[] header = new byte[30_000];
        header[0] = 0x17;
        bench.message(VIDEO, 1, 0, header).message(VIDEO, 1, 1, header).message(VIDEO, 1, 2, header);
        bench.session.acceptPublish(1);

        assertThat(bench.events).hasSize(2);
    }

    @Test
    void forgetsHeadersOfARefusedPublish() {
        var bench = pending().hex(VIDEO, 1, AVC_HEADER);
        bench.session.refusePublish(1, StatusCode.PUBLISH_DENIED, "No.");
        bench.command(1, new Command.Publish(3, 1, "other", PublishType.LIVE));
        bench.session.acceptPublish(1);

        assertThat(bench.events).containsExactly("publish 1 other LIVE");
    }

    @Test
    void closesAfterAHundredFramesThatBelongToNoPublish() {
        var bench = idle();
        for (int i = 0; i < 100; i++) {
            bench.hex(AUDIO, 1, AAC_FRAME);
        }
        assertPeerFault(() -> bench.hex(AUDIO, 1, AAC_FRAME), ProtocolError.OUT_OF_ORDER);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void countsFramesOfAPlayerAndBeforeConnectToo() {
        var player = idle().command(1, new Command.Play(3, 1, "cam", -2, -1, true));
        var early = new ServerBench().shakeHands();
        for (int i = 0; i < 100; i++) {
            player.hex(VIDEO, 1, AVC_KEY_FRAME);
            early.hex(DATA, 0, ON_META_DATA);
        }
        assertPeerFault(() -> player.hex(VIDEO, 1, AVC_KEY_FRAME), ProtocolError.OUT_OF_ORDER);
        assertPeerFault(() -> early.hex(DATA, 0, ON_META_DATA), ProtocolError.OUT_OF_ORDER);
    }

    @Test
    void isPatientWithAnEncoderThatDoesNotHearTheEnd() { // OBS listens to nothing once it publishes
        var bench = publishing();
        bench.session.endPublish(1, StatusCode.UNPUBLISH_SUCCESS, "Taken over.");
        for (int i = 0; i < 1_000; i++) {
            bench.hex(VIDEO, 1, AVC_KEY_FRAME);
        }
        assertThat(bench.events).isEmpty();
        assertPeerFault(() -> bench.hex(VIDEO, 1, AVC_KEY_FRAME), ProtocolError.OUT_OF_ORDER);
    }

    @Test
    void takesLongMessagesOnlyFromThoseThatMaySendThem() {
        var stranger = idle();
        assertPeerFault(() -> stranger.message(VIDEO, 1, 0, new byte[65_537]), ProtocolError.MESSAGE_TOO_LARGE);

        var waiting = pending();
        assertPeerFault(() -> waiting.message(VIDEO, 1, 0, new byte[65_537]), ProtocolError.MESSAGE_TOO_LARGE);

        var player = playing();
        player.session.authorisePublish(1); // nobody publishes there
        assertPeerFault(() -> player.message(VIDEO, 1, 0, new byte[65_537]), ProtocolError.MESSAGE_TOO_LARGE);

        var accepted = publishing().message(VIDEO, 1, 0, new byte[8 << 20]);
        assertThat(accepted.events).hasSize(1);
        assertPeerFault(() -> accepted.message(VIDEO, 1, 0, new byte[(8 << 20) + 1]), ProtocolError.MESSAGE_TOO_LARGE);
    }

    @Test
    void aLongFrameOfWhoMayPublishAndDoesNotWaitForTheAnswerIsDropped() { // as SRS's forwarder sends
        var bench = pending();
        bench.session.authorisePublish(1);
        bench.message(VIDEO, 1, 0, new byte[65_537]);
        bench.session.acceptPublish(1);
        assertThat(bench.events).isEmpty();
        bench.hex(VIDEO, 1, AVC_KEY_FRAME);
        assertThat(bench.events).hasSize(1);
    }

    @Test
    void holdsAFewShortMessagesOfThoseWhoDoNotPublish() {
        for (var bench : List.of(idle(), playing())) {
            bench.control(new ControlMessage.SetChunkSize(65_535));
            for (int chunkStream = 30; chunkStream < 34; chunkStream++) {
                bench.feed(unfinished(chunkStream, 65_536));
            }
            assertPeerFault(() -> bench.feed(unfinished(34, 65_536)), ProtocolError.TOO_MUCH_PARTIAL_DATA);
        }
        var publisher = publishing().control(new ControlMessage.SetChunkSize((8 << 20) - 1));
        publisher.feed(unfinished(30, 8 << 20)).feed(unfinished(31, 8 << 20));
        assertPeerFault(() -> publisher.feed(unfinished(32, 8 << 20)), ProtocolError.TOO_MUCH_PARTIAL_DATA);
    }

    /** All of a message but its last byte, which would be a chunk of its own. */
    private static byte[] unfinished(int chunkStream, int length) {
        return ByteBuffer.allocate(12 + length - 1)
                .put((byte) chunkStream)
                .putInt(length >> 16) // behind a timestamp of 0
                .putShort((short) length)
                .put((byte) VIDEO)
                .array();
    }

    @Test
    void restOfAnAggregateIsNothingOnceTheOwnerHasClosed() {
        var closing = new ServerBench() {
            @Override
            public void media(MediaMessage message) {
                super.media(message);
                session.close();
            }
        };
        closing.shakeHands()
                .command(0, ServerBench.connect(Map.of()))
                .command(0, new Command.CreateStream(2))
                .command(1, new Command.Publish(3, 1, "cam", PublishType.LIVE));
        String part = plain("08 000002 000000 00 000000 af01 0000000d");
        closing.hex(22, 1, part.repeat(2_000));

        assertThat(closing.events).containsExactly("connect live", "publish 1 cam LIVE", "AUDIO @1 0 af01");
    }
}
