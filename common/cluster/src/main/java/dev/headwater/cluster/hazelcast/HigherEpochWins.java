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
 * What becomes of a stream's two records when two halves of a cluster meet again: the one of the higher epoch stands,
 * and of one ownership told twice the one further on the timeline. Commutative, associative and idempotent, so it does
 * not matter which half merges into which.
 */
public final class HigherEpochWins
        implements SplitBrainMergePolicy<
                        @Nullable StreamRecord, MergingValue<@Nullable StreamRecord>, @Nullable StreamRecord>,
                IdentifiedDataSerializable {

    /** Total: equal are only records that do not differ, or each half would keep its own. */
    private static final Comparator<StreamRecord> ORDER = Comparator.comparingLong(StreamRecord::epoch)
            .thenComparing(StreamRecord::originId)
            .thenComparingLong(StreamRecord::timelineMs)
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
        return higher(theirs, ours);
    }

    static StreamRecord higher(StreamRecord a, StreamRecord b) {
        return ORDER.compare(a, b) >= 0 ? a : b;
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
