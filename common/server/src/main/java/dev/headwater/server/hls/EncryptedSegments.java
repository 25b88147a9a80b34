package dev.headwater.server.hls;

import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Segment;
import dev.headwater.media.segment.SegmentMemory;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The segments of one packager, each encrypted once for all who ask, on its executor. Kept as long as the segment is. */
final class EncryptedSegments {
    private final EventExecutor executor;
    private final SegmentMemory.Share share;
    private final ConcurrentMap<Id, Future<byte[]>> all = new ConcurrentHashMap<>();
    private long countedBytes; // its executor

    private record Id(Rendition.Kind kind, long number) {}

    /** @param share what they take is counted there */
    EncryptedSegments(EventExecutor executor, SegmentMemory.Share share) {
        this.executor = executor;
        this.share = share;
    }

    /** Any thread; completes on any thread. */
    Future<byte[]> of(Rendition.Kind kind, Segment segment, byte[] key) {
        return all.computeIfAbsent(new Id(kind, segment.number()), id -> {
            Promise<byte[]> promise = Promise.promise();
            executor.execute(() -> {
                try {
                    promise.complete(SegmentKeys.encrypt(key, segment.number(), segment.joined()));
                } catch (RuntimeException e) {
                    all.remove(id);
                    promise.fail(e);
                }
            });
            return promise.future();
        });
    }

    /** Forgets what is older than the segments that there are now. On its executor. */
    void keep(Presentation now) {
        for (Rendition rendition : now.renditions()) {
            if (!rendition.segments().isEmpty()) {
                long oldest = rendition.segments().getFirst().number();
                all.keySet().removeIf(id -> id.kind() == rendition.kind() && id.number() < oldest);
            }
        }
        long bytes = all.values().stream()
                .filter(Future::succeeded)
                .mapToLong(done -> done.result().length)
                .sum();
        share.add(bytes - countedBytes);
        countedBytes = bytes;
    }
}
