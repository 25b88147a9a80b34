package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a single process, for tests of who asks one: the rules of {@link Succession} without a cluster. Thread-safe; every future is
 * complete when it is returned, and watchers are called on the thread that made the change. A record that ran out is noticed when
 * somebody touches its key or lists the streams; there is no timer.
 */
public final class LocalStreamDirectory implements StreamDirectory {
    private final Succession succession;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<StreamKey, Entry> entries = new ConcurrentHashMap<>();
    private final Watchers watchers = new Watchers();
    private final ClaimTimes times;

    private record Entry(StreamRecord record, long writtenNanos) {}

    public LocalStreamDirectory() {
        this(Succession.DEFAULT, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime} */
    public LocalStreamDirectory(Succession succession, LongSupplier nanoTime) {
        this(succession, nanoTime, new ClaimTimes());
    }

    /** @param times of the claims, which are of one process */
    public LocalStreamDirectory(Succession succession, LongSupplier nanoTime, ClaimTimes times) {
        this.succession = succession;
        this.nanoTime = nanoTime;
        this.times = times;
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        Instant now = times.next();
        while (true) {
            Entry before = current(request.key());
            Claim claim = before == null
                    ? succession.claim(null, request, now, Duration.ZERO)
                    : succession.claim(before.record(), request, now, silence(before));
            switch (claim) {
                case Claim.HeldBy held -> {
                    return Future.succeededFuture(held);
                }
                case Claim.Granted granted -> {
                    if (swap(request.key(), before, granted.record())) {
                        return Future.succeededFuture(granted);
                    }
                }
            }
        }
    }

    @Override
    public Future<Optional<StreamRecord>> latest(StreamKey key) {
        return Future.succeededFuture(Optional.ofNullable(current(key)).map(Entry::record));
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return write(record.key(), standing -> succession.announce(standing, record))
                .map(standing -> standing.orElse(record));
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        return write(record.key(), standing -> succession.raise(standing, record, aboveEpoch))
                .map(standing -> standing.orElse(record));
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return write(record.key(), standing -> succession.release(standing, record))
                .mapEmpty();
    }

    @Override
    public Future<Void> bury(StreamRecord record) {
        Entry before = current(record.key());
        if (before != null) {
            succession
                    .reclaim(before.record(), record, silence(before))
                    .ifPresent(tombstone -> swap(record.key(), before, tombstone));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> reunited() {
        return Future.succeededFuture();
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        return watchers.add(listener);
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        List<StreamRecord> owned = new ArrayList<>();
        for (StreamKey key : entries.keySet()) {
            Entry entry = current(key);
            if (entry != null && !entry.record().isTombstone()) {
                owned.add(entry.record());
            }
        }
        return Future.succeededFuture(List.copyOf(owned));
    }

    private interface Rule {
        Optional<StreamRecord> apply(@Nullable StreamRecord standing);
    }

    /** Writes what {@code rule} says, and answers the record that stands afterwards. */
    private Future<Optional<StreamRecord>> write(StreamKey key, Rule rule) {
        while (true) {
            Entry before = current(key);
            StreamRecord standing = before == null ? null : before.record();
            Optional<StreamRecord> written = rule.apply(standing);
            if (written.isEmpty()) {
                return Future.succeededFuture(Optional.ofNullable(standing));
            }
            if (swap(key, before, written.get())) {
                return Future.succeededFuture(written);
            }
        }
    }

    /** The entry of {@code key} with what time has done to it: an owner's record that ran out is a tombstone now. */
    private @Nullable Entry current(StreamKey key) {
        while (true) {
            Entry entry = entries.get(key);
            if (entry == null || !hasRunOut(entry)) {
                return entry;
            }
            if (entry.record().isTombstone()) {
                entries.remove(key, entry);
            } else {
                succession
                        .reclaim(entry.record(), entry.record(), silence(entry))
                        .ifPresent(tombstone -> swap(key, entry, tombstone));
            }
        }
    }

    private boolean hasRunOut(Entry entry) {
        return silence(entry).compareTo(succession.lifeOf(entry.record())) >= 0;
    }

    private Duration silence(Entry entry) {
        return Duration.ofNanos(nanoTime.getAsLong() - entry.writtenNanos());
    }

    private boolean swap(StreamKey key, @Nullable Entry before, StreamRecord after) {
        Entry entry = new Entry(after, nanoTime.getAsLong());
        boolean swapped =
                before == null ? entries.putIfAbsent(key, entry) == null : entries.replace(key, before, entry);
        if (swapped) {
            DirectoryChange change =
                    after.isTombstone() ? new DirectoryChange.Gone(key) : new DirectoryChange.Owned(after);
            watchers.tell(change);
        }
        return swapped;
    }
}
