package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
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
            Records.record(KEY, "o1", 2).at(9_000, ""),
            Records.record(KEY, "o2", 2),
            Records.tombstone(KEY, 3));

    @Test
    void theHigherEpochStandsWhicheverHalfMerges() {
        for (int low = 0; low < ORDER.size(); low++) {
            for (int high = low; high < ORDER.size(); high++) {
                assertThat(HigherEpochWins.higher(ORDER.get(low), ORDER.get(high)))
                        .isEqualTo(ORDER.get(high));
                assertThat(HigherEpochWins.higher(ORDER.get(high), ORDER.get(low)))
                        .isEqualTo(ORDER.get(high));
            }
        }
    }
}
