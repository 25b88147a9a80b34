package dev.headwater.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Data messages, whose values are never decoded (rtmp.md 6; COMPAT 1, AMF). */
class DataMessagesTest {
    private static final String SET_DATA_FRAME = "02000d 40736574446174614672616d65";
    private static final String CLEAR_DATA_FRAME = "02000f 40636c656172446174614672616d65";
    private static final String ON_META_DATA = "02000a 6f6e4d65746144617461";
    private static final String VALUE = "08 00000000 0005 7769647468 00 4094000000000000 000009";

    private static Optional<String> published(String hex) {
        return DataMessages.published(new MediaMessage(Kind.DATA, 1, 9, Hex.bytes(hex)))
                .map(message -> Hex.of(message.payload()));
    }

    @Test
    void setDataFrameIsTakenOffAndTheValueStaysAsItWas() {
        assertThat(published(SET_DATA_FRAME + ON_META_DATA + VALUE)).contains(Hex.plain(ON_META_DATA + VALUE));
    }

    @Test
    void metadataWithoutItIsMetadataToo() {
        assertThat(published(ON_META_DATA + VALUE)).contains(Hex.plain(ON_META_DATA + VALUE));
    }

    @Test
    void plainValuesInFrontAreSkipped() { // Uniview cameras
        String number = "00 0000000000000000";
        assertThat(published(number + number + SET_DATA_FRAME + ON_META_DATA + VALUE))
                .contains(Hex.plain(ON_META_DATA + VALUE));
        assertThat(published("0101 05 06 0d 0b 0000000000000000 0000" + ON_META_DATA + VALUE))
                .contains(Hex.plain(ON_META_DATA + VALUE));
    }

    @Test
    void clearDataFrameStaysInFront() {
        assertThat(published(CLEAR_DATA_FRAME + ON_META_DATA)).contains(Hex.plain(CLEAR_DATA_FRAME + ON_META_DATA));
        assertThat(DataMessages.nameOf(Hex.bytes(CLEAR_DATA_FRAME + ON_META_DATA)))
                .isEqualTo(DataMessages.CLEAR_DATA_FRAME);
    }

    @Test
    void messageWithoutANameIsNothing() {
        assertThat(published("00000000")).isEmpty(); // ffmpeg's empty data packet
        assertThat(published("")).isEmpty();
        assertThat(published("03 000009")).isEmpty();
        assertThat(published("0200ff 41")).isEmpty(); // cut in its name
        assertThat(published(SET_DATA_FRAME)).isEmpty();
        assertThat(published(SET_DATA_FRAME + VALUE)).isEmpty();
    }

    @Test
    void otherNamesPassThrough() {
        String onTextData = "02000a 6f6e5465787444617461" + VALUE;
        assertThat(published(onTextData)).contains(Hex.plain(onTextData));
    }

    @Test
    void type15LosesItsFormatByte() {
        assertThat(DataMessages.fromWire(MessageType.DATA_AMF3, 1, 9, Hex.bytes("00" + ON_META_DATA)))
                .satisfies(message -> {
                    assertThat(Hex.of(message.payload())).isEqualTo(Hex.plain(ON_META_DATA));
                    assertThat(message.kind()).isEqualTo(Kind.DATA);
                    assertThat(message.streamId()).isEqualTo(1);
                    assertThat(message.timestamp()).isEqualTo(9);
                });
        assertThat(DataMessages.fromWire(MessageType.DATA_AMF3, 1, 9, Hex.bytes(ON_META_DATA)))
                .extracting(message -> Hex.of(message.payload()))
                .isEqualTo(Hex.plain(ON_META_DATA));
    }

    @Test
    void publisherPutsSetDataFrameInFrontOfMetadataOnly() {
        assertThat(Hex.of(DataMessages.toPublish(Hex.bytes(ON_META_DATA + VALUE))))
                .isEqualTo(Hex.plain(SET_DATA_FRAME + ON_META_DATA + VALUE));
        String onCuePoint = "02000a 6f6e437565506f696e74";
        assertThat(Hex.of(DataMessages.toPublish(Hex.bytes(onCuePoint)))).isEqualTo(Hex.plain(onCuePoint));
    }

    @Test
    void valueBehindTheNameCanBeRead() {
        byte[] metadata = Hex.bytes(ON_META_DATA + VALUE);
        assertThat(DataMessages.valueOf(metadata, AmfLimits.DEFAULTS).property("width"))
                .isEqualTo(AmfValue.number(1280));
        assertThat(DataMessages.valueOf(Hex.bytes(ON_META_DATA), AmfLimits.DEFAULTS)
                        .isNothing())
                .isTrue();
    }
}
