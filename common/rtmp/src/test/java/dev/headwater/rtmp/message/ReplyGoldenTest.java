package dev.headwater.rtmp.message;

import static dev.headwater.rtmp.amf.AmfValue.Nothing.NULL;
import static dev.headwater.rtmp.amf.AmfValue.Nothing.UNDEFINED;
import static dev.headwater.rtmp.amf.AmfValue.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Everything that a server says by commands as bytes, for the reader and for the writer (rtmp.md 7). */
class ReplyGoldenTest {
    private static final int STREAM_ID = 1;

    private static final Status STARTED = Status.of(StatusCode.PUBLISH_START, "ok");
    private static final String STARTED_HEX = "03 00056c6576656c 020006737461747573"
            + "0004636f6465 0200174e657453747265616d2e5075626c6973682e5374617274"
            + "000b6465736372697074696f6e 0200026f6b 000009";

    private static final Status FAILED = Status.of(StatusCode.CALL_FAILED, "no");
    private static final String FAILED_HEX = "03 00056c6576656c 0200056572726f72"
            + "0004636f6465 0200194e6574436f6e6e656374696f6e2e43616c6c2e4661696c6564"
            + "000b6465736372697074696f6e 0200026e6f 000009";

    private record Row(Reply reply, String hex) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    new Reply.Result(1, AmfValue.object(Map.of("mode", number(1))), STARTED.toValue()),
                    "0200075f726573756c74 003ff0000000000000 0300046d6f6465003ff0000000000000000009 " + STARTED_HEX),
            new Row(
                    new Reply.Result(4, NULL, number(1)),
                    "0200075f726573756c74 004010000000000000 05 003ff0000000000000"),
            new Row(new Reply.Result(2, NULL, UNDEFINED), "0200075f726573756c74 004000000000000000 05 06"),
            new Row(new Reply.Failure(9, NULL, FAILED), "0200065f6572726f72 004022000000000000 05 " + FAILED_HEX),
            new Row(new Reply.OnStatus(1, STARTED), "0200086f6e537461747573 000000000000000000 05 " + STARTED_HEX),
            new Row(
                    new Reply.OnFCPublish(STARTED),
                    "02000b6f6e46435075626c697368 000000000000000000 05 " + STARTED_HEX),
            new Row(
                    new Reply.OnFCUnpublish(STARTED),
                    "02000d6f6e4643556e7075626c697368 000000000000000000 05 " + STARTED_HEX),
            new Row(
                    new Reply.OnFCSubscribe(STARTED),
                    "02000d6f6e4643537562736372696265 000000000000000000 05 " + STARTED_HEX),
            new Row(
                    new Reply.OnFCUnsubscribe(STARTED),
                    "02000f6f6e4643556e737562736372696265 000000000000000000 05 " + STARTED_HEX),
            new Row(new Reply.OnBWCheck(8), "0200096f6e4257436865636b 004020000000000000 05"),
            new Row(new Reply.OnBWDone(), "0200086f6e4257446f6e65 000000000000000000 05"),
            new Row(new Reply.PlaylistReady(), "02000e706c61796c6973745f7265616479 000000000000000000 05"),
            new Row(new Reply.Close(), "020005636c6f7365 000000000000000000 05"),
            new Row(new Reply.Unsupported(3, "onSomething"), "02000b6f6e536f6d657468696e67 004008000000000000 05"));

    @Test
    void everyReplyIsReadFromItsBytes() {
        for (Row row : ROWS) {
            assertThat(ReplyReader.read(MessageType.COMMAND_AMF0, STREAM_ID, Hex.bytes(row.hex()), AmfLimits.DEFAULTS))
                    .contains(row.reply());
        }
    }

    @Test
    void everyReplyIsWrittenToItsBytes() {
        for (Row row : ROWS) {
            assertThat(Hex.of(ReplyWriter.write(row.reply())))
                    .as(row.reply().toString())
                    .isEqualTo(Hex.plain(row.hex()));
        }
    }

    @Test
    void noKindOfReplyIsMissingHere() {
        Set<Class<?>> covered = ROWS.stream().map(row -> row.reply().getClass()).collect(Collectors.toSet());
        assertThat(covered).containsExactlyInAnyOrder(Reply.class.getPermittedSubclasses());
    }

    @Test
    void informationMayStandInThePlaceOfTheCommandObject() {
        String onStatus = "0200086f6e537461747573 000000000000000000" + STARTED_HEX;
        assertThat(ReplyReader.read(MessageType.COMMAND_AMF0, 3, Hex.bytes(onStatus), AmfLimits.DEFAULTS))
                .contains(new Reply.OnStatus(3, STARTED));
    }

    @Test
    void statusWithoutAnythingIsNoError() {
        Status empty = Status.read(NULL);
        assertThat(empty).isEqualTo(new Status("", "", "", Map.of()));
        assertThat(empty.isError()).isFalse();
        assertThat(FAILED.isError()).isTrue();
    }

    @Test
    void whatAnOwnerAddsToAStatusStandsBehindItsDescription() {
        Status status = Status.of(StatusCode.PLAY_START, "Playing.", Map.of("epoch", number(7)));
        assertThat(status.properties().keySet()).containsExactly("level", "code", "description", "epoch");
        assertThat(Status.read(status.toValue())).isEqualTo(status);
    }
}
