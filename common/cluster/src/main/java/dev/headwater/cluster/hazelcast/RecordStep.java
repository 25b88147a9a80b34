package dev.headwater.cluster.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a record after its claim, as one step on the partition that holds the stream's key. Answers the
 * record that stands afterwards. Confined to a partition thread.
 */
@SuppressWarnings("serial") // travels in its compact form only; Java serialisation is off
final class RecordStep implements EntryProcessor<String, StreamRecord, @Nullable StreamRecord> {
    enum Verb {
        ANNOUNCE,
        RAISE,
        RELEASE,
        RECLAIM,
        /** Writes the record as it is: the backup's part of every step. */
        COPY
    }

    final Verb verb;
    final StreamRecord record;

    /** What {@link Verb#RAISE} raises above; 0 for the other verbs. */
    final long aboveEpoch;

    /** Of the record, for {@link Verb#RECLAIM}; zero for the other verbs. */
    final Duration silence;

    final Succession succession;
    private transient @Nullable StreamRecord written;

    RecordStep(Verb verb, StreamRecord record, Succession succession) {
        this(verb, record, 0, Duration.ZERO, succession);
    }

    RecordStep(Verb verb, StreamRecord record, long aboveEpoch, Duration silence, Succession succession) {
        this.verb = verb;
        this.record = record;
        this.aboveEpoch = aboveEpoch;
        this.silence = silence;
        this.succession = succession;
    }

    @Override
    public @Nullable StreamRecord process(Map.Entry<String, StreamRecord> entry) {
        StreamRecord standing = entry.getValue();
        Optional<StreamRecord> toWrite = switch (verb) {
            case ANNOUNCE -> succession.announce(standing, record);
            case RAISE -> succession.raise(standing, record, aboveEpoch);
            case RELEASE -> succession.release(standing, record);
            case RECLAIM -> succession.reclaim(standing, record, silence);
            case COPY -> Optional.of(record);
        };
        if (toWrite.isEmpty()) {
            return standing;
        }
        written = toWrite.get();
        write(entry, toWrite.get(), succession);
        return toWrite.get();
    }

    @Override
    public @Nullable EntryProcessor<String, StreamRecord, @Nullable StreamRecord> getBackupProcessor() {
        StreamRecord after = written;
        return after == null ? null : new RecordStep(Verb.COPY, after, succession);
    }

    static void write(Map.Entry<String, StreamRecord> entry, StreamRecord record, Succession succession) {
        ((ExtendedMapEntry<String, StreamRecord>) entry)
                .setValue(record, succession.keptFor(record).toMillis(), TimeUnit.MILLISECONDS);
    }
}
