package dev.headwater.cluster;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The node directory of a single process, for tests of who asks one. Thread-safe; every future is complete when it is returned. */
public final class LocalNodeDirectory implements NodeDirectory {
    private final long recordLifeNanos;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(NodeRecord record, long writtenNanos) {}

    public LocalNodeDirectory() {
        this(Succession.DEFAULT, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime} */
    public LocalNodeDirectory(Succession succession, LongSupplier nanoTime) {
        this.recordLifeNanos = succession.recordLife().toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<Void> announce(NodeRecord record) {
        entries.put(record.nodeId(), new Entry(record, nanoTime.getAsLong()));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> withdraw(String nodeId) {
        entries.remove(nodeId);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<NodeRecord>> nodes() {
        dropOld();
        return Future.succeededFuture(
                entries.values().stream().map(Entry::record).toList());
    }

    private void dropOld() {
        long now = nanoTime.getAsLong();
        entries.values().removeIf(entry -> now - entry.writtenNanos() >= recordLifeNanos);
    }
}
