package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.hazelcast.HigherEpochWins.merged;
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
        assertThat(merged(a, b)).isEqualTo(merged(b, a));
    }

    @Property
    void itDoesNotMatterWhichHalvesMeetFirst(
            @ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b, @ForAll("records") StreamRecord c) {
        assertThat(merged(merged(a, b), c)).isEqualTo(merged(a, merged(b, c)));
    }

    @Property
    void toMeetAgainChangesNothing(@ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b) {
        StreamRecord once = merged(a, b);
        assertThat(merged(once, a)).isEqualTo(once);
        assertThat(merged(once, b)).isEqualTo(once);
        assertThat(merged(once, once)).isEqualTo(once);
    }

    @Property
    void whatStandsIsOneOfTheTwoAndIsNotOutranked(
            @ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b) {
        StreamRecord stands = merged(a, b);
        assertThat(stands).isIn(at(stands.timelineMs(), a), at(stands.timelineMs(), b));
        assertThat(a.outranks(stands) || b.outranks(stands)).isFalse();
    }

    @Property
    void ofOneEpochThePositionNeverGoesBack(@ForAll("records") StreamRecord a, @ForAll("records") StreamRecord b) {
        StreamRecord stands = merged(a, b);
        if (a.epoch() == stands.epoch()) {
            assertThat(stands.timelineMs()).isGreaterThanOrEqualTo(a.timelineMs());
        }
    }

    private static StreamRecord at(long positionMs, StreamRecord record) {
        return record.at(positionMs, record.codecs());
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
