package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Encoders that no test can run, as chunks in the forms and the orders in which they send (rtmp.md 7.3; COMPAT 1). */
class EncoderOrdersTest {
    private static final String NULL = "05";
    private static final String END = "000009";
    private static final String AVC_HEADER = "17 00 000000 01";
    private static final String AAC_HEADER = "af 00 1210";

    private final ServerBench bench = new ServerBench().shakeHands();

    private static String text(String value) {
        return "02" + key(value);
    }

    private static String key(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return "%04x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
    }

    private static String number(double value) {
        return "00%016x".formatted(Double.doubleToLongBits(value));
    }

    private static String connect(String flashVer) {
        return text("connect") + number(1) + "03" + key("app") + text("live") + key("type") + text("nonprivate")
                + key("flashVer") + text(flashVer) + key("tcUrl") + text("rtmp://h/live") + END;
    }

    private static String command(String name, double transactionId, String... arguments) {
        return text(name) + number(transactionId) + NULL + String.join("", arguments);
    }

    /** A chunk with a full header. Nothing here is longer than one chunk of {@code chunkSize}. */
    private static String full(int chunkStreamId, int typeId, int streamId, String payload) {
        String plain = payload.replace(" ", "");
        return "%02x000000%06x%02x%02x000000".formatted(chunkStreamId, plain.length() / 2, typeId, streamId) + plain;
    }

    /** A chunk that inherits the message stream, as librtmp sends its commands. */
    private static String medium(int chunkStreamId, int typeId, String payload) {
        String plain = payload.replace(" ", "");
        return "%02x000000%06x%02x".formatted(0x40 | chunkStreamId, plain.length() / 2, typeId) + plain;
    }

    private static final String SET_CHUNK_SIZE_4096 = full(2, 1, 0, "00001000");

    @Test
    void obsPublishes() {
        bench.feedHex(SET_CHUNK_SIZE_4096 + full(3, 20, 0, connect("FMLE/3.0 (compatible; FMSc/1.0)")));
        assertThat(bench.answers()).endsWith("_result 1 @0 NetConnection.Connect.Success");

        bench.feedHex(medium(3, 20, command("releaseStream", 2, text("key?token=x")))
                + medium(3, 20, command("FCPublish", 3, text("key?token=x")))
                + medium(3, 20, command("createStream", 4)));
        assertThat(bench.answers())
                .containsExactly(
                        "_result 2 @0 -",
                        "_result 3 @0 -",
                        "onFCPublish 0 @0 NetStream.Publish.Start",
                        "_result 4 @0 1");

        bench.feedHex(full(4, 20, 1, command("publish", 5, text("key?token=x"), text("live"))));
        assertThat(bench.answers()).containsExactly("onStatus 0 @1 NetStream.Publish.Start");

        String metadata = text("onMetaData") + "08 00000001" + key("width") + number(1280) + END;
        bench.feedHex(full(4, 18, 1, text("@setDataFrame") + metadata)
                + medium(4, 8, AAC_HEADER)
                + medium(4, 9, AVC_HEADER)
                + medium(3, 20, command("FCUnpublish", 6, text("key?token=x")))
                + medium(3, 20, command("deleteStream", 7, number(1))));
        assertThat(bench.events)
                .containsExactly(
                        "connect live",
                        "publish 1 key?token=x LIVE",
                        "DATA @1 0 " + metadata.replace(" ", ""),
                        "AUDIO @1 0 " + AAC_HEADER.replace(" ", ""),
                        "VIDEO @1 0 " + AVC_HEADER.replace(" ", ""),
                        "publishEnded 1");
    }

    @Test
    void flashMediaLiveEncoderPublishes() {
        bench.feedHex(SET_CHUNK_SIZE_4096 + full(3, 20, 0, connect("FMLE/3.0 (compatible; FMSc/1.0)")));
        bench.answers();
        bench.feedHex(full(3, 20, 0, command("releaseStream", 2, text("cam")))
                + full(3, 20, 0, command("FCPublish", 3, text("cam")))
                + full(3, 20, 0, command("createStream", 4))
                + full(3, 20, 0, command("_checkbw", 5)));
        assertThat(bench.answers())
                .containsExactly(
                        "_result 2 @0 -",
                        "_result 3 @0 -",
                        "onFCPublish 0 @0 NetStream.Publish.Start",
                        "_result 4 @0 1",
                        "_result 5 @0 -");

        bench.feedHex(full(8, 20, 1, command("publish", 0, text("cam"), text("live"))));
        // audio repeats the header of the message before: c4
        bench.feedHex("04 00000a 000002 08 01000000 af01" + "84 000017 af02" + "c4 af03");
        assertThat(bench.answers()).containsExactly("onStatus 0 @1 NetStream.Publish.Start");
        assertThat(bench.events)
                .containsExactly(
                        "connect live",
                        "publish 1 cam LIVE",
                        "AUDIO @1 10 af01",
                        "AUDIO @1 33 af02",
                        "AUDIO @1 56 af03");
    }

    @Test
    void flashPlayerPublishesWithoutFcPublishAndInAmf3Messages() {
        bench.feedHex(SET_CHUNK_SIZE_4096 + full(3, 20, 0, connect("WIN 32,0,0,114")));
        bench.feedHex(full(3, 17, 0, "00" + command("createStream", 2)));
        bench.feedHex(full(8, 17, 1, "00" + command("publish", 0, text("cam"))));
        assertThat(bench.answers()).endsWith("_result 2 @0 1", "onStatus 0 @1 NetStream.Publish.Start");
        assertThat(bench.events).containsExactly("connect live", "publish 1 cam LIVE");
    }

    @Test
    void haivisionChecksTheBandwidthFirstAndAnnouncesItsPublishLast() {
        bench.feedHex(SET_CHUNK_SIZE_4096 + full(3, 20, 0, connect("Haivision")));
        bench.answers();
        bench.feedHex(full(3, 20, 0, command("_checkbw", 2)) + full(3, 20, 0, command("createStream", 3)));
        bench.feedHex(full(3, 20, 0, command("FCPublish", 4, text("cam")))
                + full(8, 20, 1, command("publish", 5, text("cam"), text("LIVE"))));

        assertThat(bench.answers())
                .containsExactly(
                        "_result 2 @0 -",
                        "_result 3 @0 1",
                        "_result 4 @0 -",
                        "onFCPublish 0 @0 NetStream.Publish.Start",
                        "onStatus 0 @1 NetStream.Publish.Start");
    }

    @Test
    void librtmpSendsItsFirstControlMessageWithAMediumHeader() {
        bench.feedHex(SET_CHUNK_SIZE_4096 + full(3, 20, 0, connect("librtmp")));
        bench.answers();
        var fresh = new ServerBench().shakeHands();
        fresh.feedHex(medium(2, 4, "0006 00000005"));

        assertThat(fresh.answers()).containsExactly("PingResponse[timestamp=5]");
    }
}
