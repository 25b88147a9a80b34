package dev.headwater.rtmp.message;

import static dev.headwater.rtmp.amf.AmfValue.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every command of a client as bytes, for the reader and for the writer (rtmp.md 7). */
class CommandGoldenTest {
    private static final int STREAM_ID = 1;

    private static final Map<String, AmfValue> CONNECT_PROPERTIES = new AmfProperties()
            .put("app", "live")
            .put("tcUrl", "rtmp://h/live")
            .put("fourCcList", AmfValue.array(text("hvc1"), text("av01")))
            .put("capsEx", 1)
            .object()
            .properties();

    private static final Map<String, AmfValue> PLAY2_OPTIONS = new AmfProperties()
            .put("streamName", "b")
            .put("oldStreamName", "a")
            .put("transition", "switch")
            .object()
            .properties();

    private record Row(Command command, String hex) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    new Command.Connect(1, "live", "rtmp://h/live", CONNECT_PROPERTIES),
                    "020007636f6e6e656374 003ff0000000000000 "
                            + "0300036170700200046c6976650005746355726c02000d72746d703a2f2f682f6c697665000a666f75724363"
                            + "4c6973740a0000000202000468766331020004617630310006636170734578003ff0000000000000000009"),
            new Row(
                    new Command.Connect(1, "live", "", Map.of("app", text("live")), List.of(text("user"))),
                    "020007636f6e6e656374 003ff0000000000000 0300036170700200046c697665000009 02000475736572"),
            new Row(new Command.CreateStream(2), "02000c63726561746553747265616d 004000000000000000 05"),
            new Row(
                    new Command.Publish(5, 1, "cam", PublishType.LIVE),
                    "0200077075626c697368 004014000000000000 05 02000363616d 0200046c697665"),
            new Row(
                    new Command.Publish(5, 1, "cam", PublishType.APPEND),
                    "0200077075626c697368 004014000000000000 05 02000363616d 020006617070656e64"),
            new Row(
                    new Command.Play(4, 1, "cam", -2000, -1, true),
                    "020004706c6179 004010000000000000 05 02000363616d 00c09f400000000000 00bff0000000000000 "
                            + "0101"),
            new Row(
                    new Command.Play2(0, 1, "b", "a", "switch", -2, -1, PLAY2_OPTIONS),
                    "020005706c617932 000000000000000000 05 "
                            + "03000a73747265616d4e616d6502000162000d6f6c6453747265616d4e616d6502000161000a7472616e7369"
                            + "74696f6e020006737769746368000009"),
            new Row(
                    new Command.Pause(0, 1, true, 1500),
                    "0200057061757365 000000000000000000 05 0101 004097700000000000"),
            new Row(new Command.Seek(0, 1, 1500), "0200047365656b 000000000000000000 05 004097700000000000"),
            new Row(new Command.ReceiveAudio(0, 1, false), "02000c72656365697665417564696f 000000000000000000 05 0100"),
            new Row(new Command.ReceiveVideo(0, 1, true), "02000c72656365697665566964656f 000000000000000000 05 0101"),
            new Row(new Command.CloseStream(0, 1), "02000b636c6f736553747265616d 000000000000000000 05"),
            new Row(
                    new Command.DeleteStream(7, 3),
                    "02000c64656c65746553747265616d 00401c000000000000 05 004008000000000000"),
            new Row(
                    new Command.ReleaseStream(2, "cam"),
                    "02000d72656c6561736553747265616d 004000000000000000 05 02000363616d"),
            new Row(new Command.FCPublish(3, "cam"), "02000946435075626c697368 004008000000000000 05 02000363616d"),
            new Row(
                    new Command.FCUnpublish(6, "cam"),
                    "02000b4643556e7075626c697368 004018000000000000 05 02000363616d"),
            new Row(
                    new Command.FCSubscribe(3, "cam"),
                    "02000b4643537562736372696265 004008000000000000 05 02000363616d"),
            new Row(
                    new Command.FCUnsubscribe(3, "cam"),
                    "02000d4643556e737562736372696265 004008000000000000 05 02000363616d"),
            new Row(
                    new Command.GetStreamLength(3, "cam"),
                    "02000f67657453747265616d4c656e677468 004008000000000000 05 02000363616d"),
            new Row(new Command.CheckBandwidth(4), "0200085f636865636b6277 004010000000000000 05"),
            new Row(new Command.SetPlaylist(0), "02000c7365745f706c61796c697374 000000000000000000 05"),
            new Row(new Command.Answer(9, "_result"), "0200075f726573756c74 004022000000000000 05"),
            new Row(new Command.Unsupported(9, "getStats"), "0200086765745374617473 004022000000000000 05"));

    @Test
    void everyCommandIsReadFromItsBytes() {
        for (Row row : ROWS) {
            assertThat(CommandReader.read(
                            MessageType.COMMAND_AMF0, STREAM_ID, Hex.bytes(row.hex()), AmfLimits.DEFAULTS))
                    .contains(row.command());
        }
    }

    @Test
    void everyCommandIsWrittenToItsBytes() {
        for (Row row : ROWS) {
            assertThat(Hex.of(CommandWriter.write(row.command())))
                    .as(row.command().toString())
                    .isEqualTo(Hex.plain(row.hex()));
        }
    }

    @Test
    void noKindOfCommandIsMissingHere() {
        Set<Class<?>> covered =
                ROWS.stream().map(row -> row.command().getClass()).collect(Collectors.toSet());
        assertThat(covered).containsExactlyInAnyOrder(Command.class.getPermittedSubclasses());
    }

    @Test
    void commandOfType17HasAFormatByteInFront() { // rtmp.md 5.3
        for (Row row : ROWS) {
            assertThat(CommandReader.read(
                            MessageType.COMMAND_AMF3, STREAM_ID, Hex.bytes("00" + row.hex()), AmfLimits.DEFAULTS))
                    .contains(row.command());
        }
    }

    @Test
    void valueOfType17MayBeAmf3() {
        String createStream = "00 02000c63726561746553747265616d 11 0402 05"; // the id as an AMF3 integer
        assertThat(CommandReader.read(MessageType.COMMAND_AMF3, 0, Hex.bytes(createStream), AmfLimits.DEFAULTS))
                .contains(new Command.CreateStream(2));
    }
}
