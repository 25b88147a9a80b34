package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class HigherEpochWinsTest {
    private static final StreamKey KEY = new StreamKey("live", "show");

    /** From the lowest to the highest. */
    private static final List<StreamRecord> ORDER = List.of(
            Records.record(KEY, "o1", 1),
            Records.tombstone(KEY, 2),
            Records.record(KEY, "o1", 2),
            Records.record(KEY, "o1", 2).at(9_000, "avc1,mp4a"),
            Records.record(KEY, "o2", 2).at(9_000, "avc1,mp4a"),
            Records.tombstone(KEY, 3));

    @Test
    void theHigherEpochStandsWhicheverHalfMerges() {
        for (int low = 0; low < ORDER.size(); low++) {
            for (int high = low; high < ORDER.size(); high++) {
                assertThat(HigherEpochWins.merged(ORDER.get(low), ORDER.get(high)))
                        .isEqualTo(ORDER.get(high));
                assertThat(HigherEpochWins.merged(ORDER.get(high), ORDER.get(low)))
                        .isEqualTo(ORDER.get(high));
            }
        }
    }

    @Test
    void theNextOwnerGoesOnAboveWhatEitherHalfKnew() {
        StreamRecord asItWas = Records.record(KEY, "o1", 2);
        StreamRecord released =
                Succession.DEFAULT.release(asItWas, asItWas.at(60_000, "")).orElseThrow();
        assertThat(HigherEpochWins.merged(released, asItWas)).isEqualTo(asItWas.at(60_000, asItWas.codecs()));
        StreamRecord later = Records.record(KEY, "o2", 3);
        assertThat(HigherEpochWins.merged(released, later)).isEqualTo(later);
    }
}
