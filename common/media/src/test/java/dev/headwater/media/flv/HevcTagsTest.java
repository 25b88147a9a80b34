package dev.headwater.media.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of HEVC in a video tag: codec id 12, and hvc1 of Enhanced RTMP. */
class HevcTagsTest {
    private static MediaFrame frame(String hex) {
        return MediaFrame.of(FrameKind.VIDEO, 7, HexFormat.of().parseHex(hex));
    }

    private static String hex(MediaFrame frame) {
        return HexFormat.of().formatHex(frame.payload());
    }

    @ParameterizedTest
    @CsvSource({
        "1c00000000aabb, 9068766331aabb", // sequence start
        "1c01000028aabb, 9168766331000028aabb", // a key frame that is shown 40 ms later
        "2c01fffff6aabb, a168766331fffff6aabb", // composition times may be negative
        "1c02000000, 9268766331", // the end of the sequence
    })
    void bothFormsSayTheSame(String legacy, String enhanced) {
        assertThat(hex(HevcTags.ENHANCED.apply(frame(legacy)))).isEqualTo(enhanced);
        assertThat(hex(HevcTags.LEGACY.apply(frame(enhanced)))).isEqualTo(legacy);
        assertThat(HevcTags.ENHANCED.apply(frame(legacy)).timestampMs()).isEqualTo(7);
    }

    @Test
    void codedFramesWithoutCompositionTimeHaveNone() {
        assertThat(hex(HevcTags.LEGACY.apply(frame("a368766331aabb")))).isEqualTo("2c01000000aabb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1700000000aabb", "9061763031aabb", "1c00", "9068", "1c07000000aa", "9668766331", ""})
    void whatIsNoHevcOrCannotBeSaidStaysAsItIs(String tag) {
        assertThat(hex(HevcTags.LEGACY.apply(frame(tag)))).isEqualTo(tag);
        assertThat(hex(HevcTags.ENHANCED.apply(frame(tag)))).isEqualTo(tag);
    }

    @Test
    void neitherGrowsByMoreThanItSays() {
        assertThat(HevcTags.ENHANCED.apply(frame("1c01000028aabb")).payload()).hasSize(7 + HevcTags.MAX_GROWTH_BYTES);
    }
}
