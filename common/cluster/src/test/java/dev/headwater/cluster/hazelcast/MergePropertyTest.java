package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.hazelcast.HigherEpochWins.higher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whichever halves meet in whichever order, and however often: one record stands. Few values, so that many are equal. */
class MergePropertyTest {
    private static final StreamKey KEY = new StreamKey("live", "show");

    @Property
    void itDoesNotMatterWhichHalfMerges(@ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b) {
        assertThat(higher(a, b)).isEqualTo(higher(b, a));
    }

    @Property
    void itDoesNotMatterWhichHalvesMeetFirst(
            @ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b, @ForAll("records") StreamRecord c) {
        assertThat(higher(higher(a, b), c)).isEqualTo(higher(a, higher(b, c)));
    }

    @Property
    void toMeetAgainChangesNothing(@ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b) {
        StreamRecord once = higher(a, b);
        assertThat(higher(once, a)).isEqualTo(once);
        assertThat(higher(once, b)).isEqualTo(once);
        assertThat(higher(once, once)).isEqualTo(once);
    }

    @Property
    void whatStandsIsOneOfTheTwoAndIsNotOutranked(
            @ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b) {
        StreamRecord stands = higher(a, b);
        assertThat(stands).isIn(a, b);
        assertThat(a.outranks(stands) || b.outranks(stands)).isFalse();
    }

    @Provide
    Arbitrary<StreamRecord> records() {
        return Combinators.combine(
                        Arbitraries.of("", "o1", "o2"),
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.of("", "avc1"),
                        Arbitraries.of("", "east"),
                        Arbitraries.of("", "publisher-1"))
                .as((originId, epoch, startedAt, start, length, codecs, zone, publisherId) -> new StreamRecord(
                        KEY,
                        originId,
                        originId.isEmpty() ? "" : originId + ".example",
                        originId.isEmpty() ? 0 : 19_350,
                        epoch,
                        Instant.ofEpochSecond(startedAt),
                        start,
                        start + length,
                        zone,
                        codecs,
                        publisherId));
    }
}
