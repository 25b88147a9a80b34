package dev.headwater.loadtest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.loadtest.client.StreamUrl;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FfmpegGroupTest {
    private static final StreamUrl MANY = StreamUrl.parse("rtmp://h:1936/live/a%d?token=x");
    private static final StreamUrl ONE = StreamUrl.parse("rtmp://h/live/a");

    @Test
    void publishersTakeTheStreamsBehindThoseOfOthersAndPlayersAll() {
        var group = new FfmpegGroup(plan(2, 5), MANY, 2, 2);

        assertThat(group.published()).containsExactly("rtmp://h:1936/live/a2?token=x", "rtmp://h:1936/live/a3?token=x");
        assertThat(group.played().stream().map(url -> url.charAt(url.indexOf('?') - 1)))
                .containsExactly('0', '1', '2', '3', '0');
    }

    @Test
    void oneStreamNeedsNoNumber() {
        assertThat(new FfmpegGroup(plan(1, 1), ONE, 0, 1).published()).containsExactly("rtmp://h:1935/live/a");
        assertThat(new FfmpegGroup(plan(0, 2), ONE, 1, 1).played())
                .containsExactly("rtmp://h:1935/live/a", "rtmp://h:1935/live/a");
    }

    @Test
    void aSecondStreamNeedsANumberInTheName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FfmpegGroup(plan(1, 0), ONE, 1, 1))
                .withMessage("2 streams, those of ffmpeg included, need a %d in the name 'a'");
    }

    private static FfmpegPlan plan(int publishers, int players) {
        return new FfmpegPlan(publishers, players, FfmpegPlan.AUTO, Optional.empty());
    }
}
