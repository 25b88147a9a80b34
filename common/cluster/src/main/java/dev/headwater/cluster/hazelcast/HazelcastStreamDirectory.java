package dev.headwater.cluster.hazelcast;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryEvictedListener;
import com.hazelcast.map.listener.EntryExpiredListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import com.hazelcast.query.Predicates;
import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The directory as the map {@value MAP} of a Hazelcast cluster. Thread-safe. */
final class HazelcastStreamDirectory implements StreamDirectory {
    static final String MAP = "streams";

    private final IMap<String, StreamRecord> map;
    private final Succession succession;
    private final DirectoryCalls calls;

    HazelcastStreamDirectory(IMap<String, StreamRecord> map, Succession succession, DirectoryCalls calls) {
        this.map = map;
        this.succession = succession;
        this.calls = calls;
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return calls.write(() -> map.<@Nullable StreamRecord>submitToKey(
                        MapKeys.of(request.key()), new ClaimStep(request, startedAt, succession)))
                .map(before -> succession.claim(before, request, startedAt));
    }

    @Override
    public Future<Optional<StreamRecord>> find(StreamKey key) {
        return calls.<@Nullable StreamRecord>read(() -> map.getAsync(MapKeys.of(key)))
                .map(record -> Optional.ofNullable(record).filter(found -> !found.isTombstone()));
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return submit(RecordStep.Verb.ANNOUNCE, record).map(standing -> standing == null ? record : standing);
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return submit(RecordStep.Verb.RELEASE, record).mapEmpty();
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        UUID registration = map.addEntryListener(new WatchListener(listener), true);
        return () -> map.removeEntryListener(registration);
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        return calls.scan(() -> List.copyOf(map.values(Predicates.notEqual(StreamRecordSerializer.ORIGIN_ID, ""))));
    }

    /** Buries the records of a node that was lost, those that have not moved since they were read. Blocks. */
    void reclaim(String originId) {
        for (StreamRecord record : map.values(Predicates.equal(StreamRecordSerializer.ORIGIN_ID, originId))) {
            map.submitToKey(MapKeys.of(record.key()), new RecordStep(RecordStep.Verb.RECLAIM, record, succession));
        }
    }

    /** On a data member: buries each record that runs out in a partition of this member. */
    void buryTheExpired() {
        map.addLocalEntryListener((EntryExpiredListener<String, StreamRecord>) event -> {
            StreamRecord record = event.getOldValue();
            if (record != null && !record.isTombstone()) {
                submit(RecordStep.Verb.EXPIRE, record);
            }
        });
    }

    private Future<@Nullable StreamRecord> submit(RecordStep.Verb verb, StreamRecord record) {
        return calls.write(() -> map.submitToKey(MapKeys.of(record.key()), new RecordStep(verb, record, succession)));
    }

    /** Hears of the map's entries on a Hazelcast event thread. */
    private record WatchListener(Consumer<DirectoryChange> consumer)
            implements EntryAddedListener<String, StreamRecord>,
                    EntryUpdatedListener<String, StreamRecord>,
                    EntryRemovedListener<String, StreamRecord>,
                    EntryEvictedListener<String, StreamRecord>,
                    EntryExpiredListener<String, StreamRecord> {

        @Override
        public void entryAdded(EntryEvent<String, StreamRecord> event) {
            written(event);
        }

        @Override
        public void entryUpdated(EntryEvent<String, StreamRecord> event) {
            written(event);
        }

        @Override
        public void entryRemoved(EntryEvent<String, StreamRecord> event) {
            gone(event);
        }

        @Override
        public void entryEvicted(EntryEvent<String, StreamRecord> event) {
            gone(event);
        }

        @Override
        public void entryExpired(EntryEvent<String, StreamRecord> event) {
            gone(event);
        }

        private void written(EntryEvent<String, StreamRecord> event) {
            StreamRecord record = event.getValue();
            if (record.isTombstone()) {
                gone(event);
            } else {
                consumer.accept(new DirectoryChange.Owned(record));
            }
        }

        private void gone(EntryEvent<String, StreamRecord> event) {
            consumer.accept(new DirectoryChange.Gone(MapKeys.parse(event.getKey())));
        }
    }
}
