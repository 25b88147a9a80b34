package dev.headwater.cluster.hazelcast;

import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.ClaimTimes;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.Watchers;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Reunion reunion;
    private final Scan<List<StreamRecord>> owned;
    private final Silence silence;
    private final Watchers watchers = new Watchers();
    private final ClaimTimes times = new ClaimTimes();

    HazelcastStreamDirectory(
            IMap<String, StreamRecord> map, Succession succession, DirectoryCalls calls, Reunion reunion) {
        this.map = map;
        this.succession = succession;
        this.calls = calls;
        this.reunion = reunion;
        this.owned = calls.scan(
                map.getName(),
                () -> List.copyOf(map.values(Predicates.notEqual(StreamRecordSerializer.ORIGIN_ID, ""))));
        this.silence = new Silence(succession.recordLife(), System.nanoTime());
    }

    /** Begins to hear of changes. Blocks. */
    void listen() {
        map.addEntryListener(new MapChanges(watchers), true);
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        Duration silent = silenceOf(request.key());
        Instant startedAt = times.next();
        return calls.write(() -> map.<@Nullable StreamRecord>submitToKey(
                        MapKeys.of(request.key()), new ClaimStep(request, startedAt, silent, succession)))
                .map(before -> succession.claim(before, request, startedAt, silent));
    }

    @Override
    public Future<Optional<StreamRecord>> latest(StreamKey key) {
        return calls.<@Nullable StreamRecord>read(() -> map.getAsync(MapKeys.of(key)))
                .map(Optional::ofNullable);
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return submit(RecordStep.Verb.ANNOUNCE, record).map(standing -> standing == null ? record : standing);
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        return submit(new RecordStep(RecordStep.Verb.RAISE, record, aboveEpoch, Duration.ZERO, succession))
                .map(standing -> standing == null ? record : standing);
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return submit(RecordStep.Verb.RELEASE, record).mapEmpty();
    }

    @Override
    public Future<Void> bury(StreamRecord record) {
        return submit(new RecordStep(RecordStep.Verb.RECLAIM, record, 0, silenceOf(record.key()), succession))
                .mapEmpty();
    }

    @Override
    public Future<Void> reunited() {
        return reunion.reunited();
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        return watchers.add(listener);
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        return owned.ask();
    }

    /** The records of one owner. Blocks. */
    Collection<StreamRecord> ownedBy(String originId) {
        return map.values(Predicates.equal(StreamRecordSerializer.ORIGIN_ID, originId));
    }

    /** Map keys of the owned streams in this member's partitions. Blocks. */
    Collection<String> ownedHere() {
        return map.localKeySet(Predicates.notEqual(StreamRecordSerializer.ORIGIN_ID, ""));
    }

    /** What stands at {@code mapKeys}, without tombstones. Blocks. */
    Collection<StreamRecord> records(Collection<String> mapKeys) {
        return map.getAll(Set.copyOf(mapKeys)).values().stream()
                .filter(record -> !record.isTombstone())
                .toList();
    }

    /** Buries records whose owner was lost or announces them no more, those that have not moved since they were read. */
    void reclaim(Collection<StreamRecord> records) {
        records.forEach(this::bury);
    }

    /** Since when each owned stream is silent, as far as {@link Expiry} tells it; on a data member it does. */
    Silence silence() {
        return silence;
    }

    private Duration silenceOf(StreamKey key) {
        return silence.of(MapKeys.of(key), System.nanoTime()).orElse(succession.recordLife());
    }

    private Future<@Nullable StreamRecord> submit(RecordStep.Verb verb, StreamRecord record) {
        return submit(new RecordStep(verb, record, succession));
    }

    private Future<@Nullable StreamRecord> submit(RecordStep step) {
        return calls.write(() -> map.submitToKey(MapKeys.of(step.record.key()), step));
    }
}
