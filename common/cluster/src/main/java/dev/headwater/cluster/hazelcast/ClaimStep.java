package dev.headwater.cluster.hazelcast;

import com.hazelcast.map.EntryProcessor;
import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claim, as one step on the partition that holds the stream's key. Answers the record that stood before, from which
 * the caller works out the same {@link Claim} by the same pure rule. Confined to a partition thread.
 *
 * <p>Hazelcast repeats a step whose answer was lost with a member; the repeat is granted what it has.
 */
@SuppressWarnings("serial") // travels in its compact form only; Java serialisation is off
final class ClaimStep implements EntryProcessor<String, StreamRecord, @Nullable StreamRecord> {
    final ClaimRequest request;
    final Instant startedAt;
    final Duration silence;
    final Succession succession;
    private transient @Nullable StreamRecord written;

    /** @param silence see {@link Succession#claim} */
    ClaimStep(ClaimRequest request, Instant startedAt, Duration silence, Succession succession) {
        this.request = request;
        this.startedAt = startedAt;
        this.silence = silence;
        this.succession = succession;
    }

    @Override
    public @Nullable StreamRecord process(Map.Entry<String, StreamRecord> entry) {
        StreamRecord standing = entry.getValue();
        if (succession.claim(standing, request, startedAt, silence) instanceof Claim.Granted granted) {
            written = granted.record();
            RecordStep.write(entry, granted.record(), succession);
        }
        return standing;
    }

    @Override
    public @Nullable EntryProcessor<String, StreamRecord, @Nullable StreamRecord> getBackupProcessor() {
        StreamRecord record = written;
        return record == null ? null : new RecordStep(RecordStep.Verb.COPY, record, succession);
    }
}
