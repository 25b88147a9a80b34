package dev.headwater.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Aggregate messages (RTMP 1.0, 7.1.6; rtmp.md 4.3). */
class AggregateMessageTest {
    private static final String AUDIO_AT_1000 = "08 000002 0003e8 00 000000 af01 0000000d";
    private static final String VIDEO_AT_1040 = "09 000003 000410 00 000009 270100 0000000e";

    private static List<String> unpack(int timestamp, String hex) {
        var parts = new ArrayList<String>();
        AggregateMessage.unpack(
                5,
                timestamp,
                Hex.bytes(hex),
                part -> parts.add("%s @%d %s %s"
                        .formatted(
                                part.kind(),
                                part.streamId(),
                                Integer.toUnsignedString(part.timestamp()),
                                Hex.of(part.payload()))));
        return parts;
    }

    @Test
    void partsKeepTheirDistanceFromTheAggregatesTime() {
        assertThat(unpack(7_000, AUDIO_AT_1000 + VIDEO_AT_1040))
                .containsExactly("AUDIO @5 7000 af01", "VIDEO @5 7040 270100");
    }

    @Test
    void distanceWrapsAt32Bits() {
        assertThat(unpack(-16, AUDIO_AT_1000 + VIDEO_AT_1040))
                .containsExactly("AUDIO @5 4294967280 af01", "VIDEO @5 24 270100");
    }

    @Test
    void highByteOfTheTimeStandsBehindTheLowOnes() {
        String at0x01000000 = "08 000001 000000 01 000000 aa 0000000c";
        String at0x01000002 = "08 000001 000002 01 000000 bb 0000000c";
        assertThat(unpack(0x0100_0000, at0x01000000 + at0x01000002))
                .containsExactly("AUDIO @5 16777216 aa", "AUDIO @5 16777218 bb");
        String justBefore = "08 000001 ffffff 00 000000 aa 0000000c";
        assertThat(unpack(10, justBefore + at0x01000002)).containsExactly("AUDIO @5 10 aa", "AUDIO @5 13 bb");
    }

    @Test
    void dataPartsLoseTheirFormatByteAndUnknownOnesAreSkipped() {
        String data = "12 000003 000000 00 000000 020000 0000000e";
        String amf3Data = "0f 000004 000000 00 000000 00020000 0000000f";
        String unknown = "14 000001 000000 00 000000 ff 0000000c";
        assertThat(unpack(0, data + unknown + amf3Data)).containsExactly("DATA @5 0 020000", "DATA @5 0 020000");
    }

    @Test
    void cutTailIsDroppedAndTheLastBackPointerMayBeMissing() {
        assertThat(unpack(0, AUDIO_AT_1000 + "09 0000ff 0003e8 00 000000 2701")).containsExactly("AUDIO @5 0 af01");
        assertThat(unpack(0, AUDIO_AT_1000 + "09 0000")).containsExactly("AUDIO @5 0 af01");
        assertThat(unpack(0, "08 000002 0003e8 00 000000 af01")).containsExactly("AUDIO @5 0 af01");
        assertThat(unpack(0, "")).isEmpty();
    }
}
