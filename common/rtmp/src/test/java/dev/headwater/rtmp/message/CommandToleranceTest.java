package dev.headwater.rtmp.message;

import static dev.headwater.rtmp.amf.AmfValue.Nothing.NULL;
import static dev.headwater.rtmp.amf.AmfValue.number;
import static dev.headwater.rtmp.amf.AmfValue.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command.Play.Wants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What sloppy clients send in place of the commands that they mean (COMPAT 1, FAULTS 1.4). */
class CommandToleranceTest {
    private static Optional<Command> read(int streamId, AmfValue... values) {
        return CommandReader.read(
                MessageType.COMMAND_AMF0, streamId, CommandValues.write(List.of(values)), AmfLimits.DEFAULTS);
    }

    @Test
    void connectObjectMayBeAnEcmaArrayWithAQuotedUrlUnderAnotherSpelling() {
        AmfValue properties = new AmfProperties()
                .put("app", "live")
                .put("tcurl", "'rtmp://h/live'")
                .ecmaArray();
        Command.Connect connect = (Command.Connect)
                read(0, text("connect"), number(1), properties).orElseThrow();

        assertThat(connect.app()).isEqualTo("live");
        assertThat(connect.tcUrl()).isEqualTo("rtmp://h/live");
        assertThat(connect.properties()).containsKey("tcurl");
    }

    @Test
    void connectWithoutAnythingHasEmptyNames() {
        assertThat(read(0, text("connect"), number(1))).contains(new Command.Connect(1, "", "", Map.of()));
    }

    @Test
    void connectTellsWhatItIs() {
        AmfValue properties = new AmfProperties()
                .put("flashVer", "FMLE/3.0")
                .put("objectEncoding", 3)
                .put("pageUrl", "http://p")
                .put("swfUrl", "http://s")
                .object();
        Command.Connect connect = (Command.Connect)
                read(0, text("connect"), number(1), properties).orElseThrow();

        assertThat(connect.flashVer()).isEqualTo("FMLE/3.0");
        assertThat(connect.objectEncoding()).isEqualTo(3);
        assertThat(connect.pageUrl()).isEqualTo("http://p");
        assertThat(connect.swfUrl()).isEqualTo("http://s");
        assertThat(connect.capabilities()).isEqualTo(EnhancedCapabilities.NONE);
    }

    @Test
    void transactionIdMayBeMissingOrAFraction() {
        assertThat(read(1, text("publish"), NULL, text("cam")))
                .contains(new Command.Publish(0, 1, "cam", PublishType.LIVE));
        assertThat(read(0, text("createStream"), number(2.5), NULL)).contains(new Command.CreateStream(2.5));
    }

    @Test
    void commandObjectMayBeMissing() {
        assertThat(read(1, text("publish"), number(5), text("cam"), text("live")))
                .contains(new Command.Publish(5, 1, "cam", PublishType.LIVE));
    }

    @Test
    void publishTypeMayBeMissingUnknownOrInAnyCase() {
        assertThat(PublishType.of("")).isEqualTo(PublishType.LIVE);
        assertThat(PublishType.of("LIVE")).isEqualTo(PublishType.LIVE);
        assertThat(PublishType.of("Record")).isEqualTo(PublishType.RECORD);
        assertThat(PublishType.of("appendWithGap")).isEqualTo(PublishType.APPEND);
        assertThat(PublishType.of("whatever")).isEqualTo(PublishType.LIVE);
    }

    @Test
    void nameMayBeANumber() {
        assertThat(read(1, text("publish"), number(5), NULL, number(42)))
                .contains(new Command.Publish(5, 1, "42", PublishType.LIVE));
    }

    @Test
    void deleteStreamMayNameTheStreamOrNothing() { // GStreamer sends the name
        assertThat(read(3, text("deleteStream"), number(0), NULL, text("cam")))
                .contains(new Command.DeleteStream(0, 3));
        assertThat(read(3, text("deleteStream"), number(0), NULL)).contains(new Command.DeleteStream(0, 3));
        assertThat(read(3, text("deleteStream"), number(0), NULL, number(Double.NaN)))
                .contains(new Command.DeleteStream(0, 3));
        assertThat(read(3, text("deleteStream"), number(0), NULL, number(1e300)))
                .contains(new Command.DeleteStream(0, 3));
    }

    @Test
    void playStartComesInSecondsOrMilliseconds() {
        assertThat(wants(-2)).isEqualTo(Wants.LIVE_OR_RECORDED);
        assertThat(wants(-2000)).isEqualTo(Wants.LIVE_OR_RECORDED);
        assertThat(wants(-1)).isEqualTo(Wants.LIVE_ONLY);
        assertThat(wants(-1000)).isEqualTo(Wants.LIVE_ONLY);
        assertThat(wants(-7)).isEqualTo(Wants.LIVE_OR_RECORDED);
        assertThat(wants(0)).isEqualTo(Wants.RECORDED);
        assertThat(wants(90_000)).isEqualTo(Wants.RECORDED);
        assertThat(wants(Double.NaN)).isEqualTo(Wants.LIVE_OR_RECORDED);
    }

    private static Wants wants(double start) {
        return new Command.Play(0, 1, "cam", start, -1, true).wants();
    }

    @Test
    void playResetIsABooleanOrANumber() {
        assertThat(reset()).isTrue();
        assertThat(reset(AmfValue.bool(false))).isFalse();
        assertThat(reset(number(0))).isFalse();
        assertThat(reset(number(1))).isTrue();
        assertThat(reset(number(2))).isFalse();
        assertThat(reset(number(3))).isTrue();
    }

    private static boolean reset(AmfValue... reset) {
        var values = new ArrayList<>(List.of(text("play"), number(0), NULL, text("cam"), number(-2), number(-1)));
        values.addAll(List.of(reset));
        return ((Command.Play) read(1, values.toArray(AmfValue[]::new)).orElseThrow()).reset();
    }

    @Test
    void playOfFalseStops() { // Flash: NetStream.play(false)
        assertThat(read(1, text("play"), number(0), NULL, AmfValue.bool(false)))
                .contains(new Command.CloseStream(0, 1));
    }

    @Test
    void commandsHaveSecondNames() {
        assertThat(read(1, text("pauseRaw"), number(0), NULL, AmfValue.bool(false), number(3)))
                .contains(new Command.Pause(0, 1, false, 3));
        assertThat(read(0, text("checkBandwidth"), number(4), NULL)).contains(new Command.CheckBandwidth(4));
        assertThat(read(0, text("getMovLen"), number(4), NULL, text("cam")))
                .contains(new Command.GetStreamLength(4, "cam"));
    }

    @Test
    void receiveVideoMayBeANumberOfFrames() {
        assertThat(read(1, text("receiveVideo"), number(0), NULL, number(0)))
                .contains(new Command.ReceiveVideo(0, 1, false));
        assertThat(read(1, text("receiveVideo"), number(0), NULL, number(15)))
                .contains(new Command.ReceiveVideo(0, 1, true));
    }

    @Test
    void whatServersSayIsAnAnswer() {
        assertThat(read(0, text("onStatus"), number(0), NULL)).contains(new Command.Answer(0, "onStatus"));
        assertThat(read(0, text("_error"), number(3), NULL)).contains(new Command.Answer(3, "_error"));
        assertThat(read(0, text("once"), number(3), NULL)).contains(new Command.Unsupported(3, "once"));
    }

    @Test
    void messageThatStartsWithNoNameMeansNothing() {
        assertThat(read(0, number(1), text("connect"))).isEmpty();
        assertThat(read(0)).isEmpty();
    }

    @Test
    void damagedValuesAreThePeersFault() {
        byte[] cut = Hex.bytes("0200077075626c697368 0040");
        assertThatThrownBy(() -> CommandReader.read(MessageType.COMMAND_AMF0, 1, cut, AmfLimits.DEFAULTS))
                .isInstanceOf(ProtocolException.class);
    }
}
