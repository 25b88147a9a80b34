package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.headwater.cluster.StreamRecord;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a stream's two records when two halves of a cluster meet again: the one of the higher epoch stands, an owner's
 * before a tombstone, since only the owner knows whether it was cut off or has ended; and of one epoch the furthest position on the
 * timeline, above which the next owner goes on. Commutative, associative and idempotent, so it does not matter which half
 * merges into which.
 */
public final class HigherEpochWins
        implements SplitBrainMergePolicy<
                        @Nullable StreamRecord, MergingValue<@Nullable StreamRecord>, @Nullable StreamRecord>,
                IdentifiedDataSerializable {

    /** Equal are only records that differ in the position alone, or each half would keep its own. */
    private static final Comparator<StreamRecord> ORDER = Comparator.comparingLong(StreamRecord::epoch)
            .thenComparing(StreamRecord::originId)
            .thenComparingLong(StreamRecord::timelineStartMs)
            .thenComparing(StreamRecord::startedAt)
            .thenComparing(StreamRecord::codecs)
            .thenComparing(StreamRecord::publisherId)
            .thenComparing(StreamRecord::zone)
            .thenComparing(StreamRecord::relayHost)
            .thenComparingInt(StreamRecord::relayPort);

    @Override
    public @Nullable StreamRecord merge(
            MergingValue<@Nullable StreamRecord> merging, @Nullable MergingValue<@Nullable StreamRecord> existing) {
        StreamRecord theirs = merging.getDeserializedValue();
        StreamRecord ours = existing == null ? null : existing.getDeserializedValue();
        if (theirs == null || ours == null) {
            return theirs == null ? ours : theirs;
        }
        return merged(theirs, ours);
    }

    static StreamRecord merged(StreamRecord a, StreamRecord b) {
        StreamRecord higher = ORDER.compare(a, b) >= 0 ? a : b;
        return a.epoch() == b.epoch() ? higher.at(Math.max(a.timelineMs(), b.timelineMs()), higher.codecs()) : higher;
    }

    @Override
    public int getFactoryId() {
        return MergePolicies.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return MergePolicies.HIGHER_EPOCH_WINS;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state.
    }
}
