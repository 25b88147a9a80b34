package dev.headwater.cluster.hazelcast;

import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryExpiredListener;
import com.hazelcast.query.Predicates;
import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.Watchers;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The directory as the map {@value MAP}, or another with the same rules, of a Hazelcast cluster. Thread-safe. */
final class HazelcastStreamDirectory implements StreamDirectory {
    static final String MAP = "streams";

    /** Of the relays, which are owned by the same rules. */
    static final String RELAYS_MAP = "relays";

    private final IMap<String, StreamRecord> map;
    private final Succession succession;
    private final DirectoryCalls calls;
    private final Watchers watchers = new Watchers();

    HazelcastStreamDirectory(IMap<String, StreamRecord> map, Succession succession, DirectoryCalls calls) {
        this.map = map;
        this.succession = succession;
        this.calls = calls;
    }

    /** Begins to hear of changes; on a data member, also buries what expires in its partitions. Blocks. */
    void listen(boolean isDataMember) {
        map.addEntryListener(new MapChanges(watchers), true);
        if (isDataMember) {
            map.addLocalEntryListener((EntryExpiredListener<String, StreamRecord>) event -> bury(event.getOldValue()));
        }
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
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        return submit(new RecordStep(RecordStep.Verb.RAISE, record, aboveEpoch, succession))
                .map(standing -> standing == null ? record : standing);
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return submit(RecordStep.Verb.RELEASE, record).mapEmpty();
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        return watchers.add(listener);
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        return calls.scan(() -> List.copyOf(map.values(Predicates.notEqual(StreamRecordSerializer.ORIGIN_ID, ""))));
    }

    /** The records of one owner. Blocks. */
    Collection<StreamRecord> ownedBy(String originId) {
        return map.values(Predicates.equal(StreamRecordSerializer.ORIGIN_ID, originId));
    }

    /** Buries records whose owner was lost, those that have not moved since they were read. */
    void reclaim(Collection<StreamRecord> records) {
        records.forEach(record -> submit(RecordStep.Verb.RECLAIM, record));
    }

    private void bury(@Nullable StreamRecord expired) {
        if (expired != null && !expired.isTombstone()) {
            submit(RecordStep.Verb.EXPIRE, expired);
        }
    }

    private Future<@Nullable StreamRecord> submit(RecordStep.Verb verb, StreamRecord record) {
        return submit(new RecordStep(verb, record, succession));
    }

    private Future<@Nullable StreamRecord> submit(RecordStep step) {
        return calls.write(() -> map.submitToKey(MapKeys.of(step.record.key()), step));
    }
}
