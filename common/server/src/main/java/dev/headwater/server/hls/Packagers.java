package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.playlist.Encryption;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.SegmentMemory;
import dev.headwater.media.segment.SegmentPlan;
import dev.headwater.server.metrics.HlsMeters;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packagers of a node, on their own threads: each begins with the first request, and ends a while after the last. Thread-safe.
 */
public final class Packagers {
    private static final Logger LOG = LoggerFactory.getLogger(Packagers.class);
    private static final long LOOK_MS = 500;

    private static final int PART_OF_ONE = 4;

    /** The next playlist and the next part of both renditions, for a few viewers. */
    private static final int LEAST_OF_ONE = 16;

    /**
     * Lengths of segments at once, of a stream in one container: players name them, and where key frames come at irregular distances each node may
     * have chosen another.
     */
    static final int MAX_LENGTHS = 4;

    private final Vertx vertx;
    private final Limits limits;
    private final SegmentMemory memory;
    private final HlsMeters metrics;
    private final EventExecutorGroup executors;
    private final ConcurrentMap<Id, Packager> packagers = new ConcurrentHashMap<>();
    private final ConcurrentMap<LiveStream, Future<Long>> intervals = new ConcurrentHashMap<>();
    private final long timer;

    private record Id(StreamKey stream, Container container, int segmentMs) {}

    /**
     * @param threads that packagers run on ({@code hls.threads})
     * @param idle after the last request, a packager ends ({@code hls.idle})
     * @param max packagers at once ({@code hls.max-packagers})
     * @param maxWaiting requests that wait for one packager ({@code hls.max-waiting})
     */
    public record Limits(int threads, Duration idle, int max, int maxWaiting) {}

    /** @param memory for the segments of all of them ({@code hls.max-memory}) */
    public Packagers(Vertx vertx, Limits limits, SegmentMemory memory, HlsMeters metrics) {
        this.vertx = vertx;
        this.limits = limits;
        this.memory = memory;
        this.metrics = metrics;
        metrics.memory(memory::bytes);
        this.executors =
                new DefaultEventExecutorGroup(limits.threads(), new DefaultThreadFactory("hls-packager", true));
        this.timer = vertx.setPeriodic(LOOK_MS, tick -> look());
    }

    /** Requests of one player that may wait at once: many viewers behind one address may be one, and he must leave places to others. */
    int mostWaitingOfOne() {
        return Math.max(limits.maxWaiting() / PART_OF_ONE, LEAST_OF_ONE);
    }

    /** One that cuts a stream already, in whatever lengths. */
    private Optional<Packager> any(LiveStream stream, Container container) {
        return packagers.values().stream()
                .filter(packager -> packager.cuts(stream) && packager.plan().container() == container)
                .findFirst();
    }

    /** Whether something is there of a stream, in whatever container. */
    boolean have(LiveStream stream) {
        return packagers.values().stream().anyMatch(packager -> packager.cuts(stream));
    }

    /** Whether what it has made is still there: it was not ended, and none of the next stream has its place. */
    boolean have(Packager packager) {
        return packagers.containsValue(packager);
    }

    /** All of which something is there. */
    Set<LiveStream> streams() {
        return packagers.values().stream().map(Packager::stream).collect(Collectors.toSet());
    }

    /** The one that cuts a stream so, if there is one. */
    Optional<Packager> find(StreamKey key, Container container, int segmentMs) {
        return Optional.ofNullable(packagers.get(new Id(key, container, segmentMs)))
                .filter(packager -> !packager.hasFailed());
    }

    /**
     * The one that cuts a stream so; begins it if there is none.
     *
     * @throws HlsRefusal 503 if there are too many, or they take too much memory; 404 if the stream is over, and what was made of it is gone
     */
    Packager of(LiveStream stream, SegmentPlan plan, Optional<Encryption> encryption) {
        var id = new Id(stream.key(), plan.container(), plan.segmentMs());
        var known = packagers.get(id);
        if (known != null && known.cuts(stream)) {
            known.asked();
            return known;
        }
        if (stream.isOver()) {
            throw new HlsRefusal(404, "no such stream");
        }
        checkRoom(stream, id);
        var fresh =
                new Packager(stream, plan, encryption, executors.next(), metrics, memory.share(), limits.maxWaiting());
        var winner = packagers.compute(id, (same, now) -> {
            if (now != null && now.cuts(stream)) {
                return now;
            }
            if (now != null) {
                now.stop();
            }
            return fresh;
        });
        if (winner.equals(fresh)) {
            fresh.start();
        }
        return winner;
    }

    /** One that is replaced makes room. */
    private void checkRoom(LiveStream stream, Id id) {
        boolean replaces = packagers.containsKey(id);
        int others = packagers.size() - (replaces ? 1 : 0);
        if (others >= limits.max()) {
            throw new HlsRefusal(503, "this server packages as many streams as it may");
        }
        if (!replaces && memory.isShort()) {
            throw new HlsRefusal(503, "this server has no room for more segments");
        }
        var lengths = packagers.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(id))
                .filter(entry -> entry.getKey().container() == id.container())
                .filter(entry -> entry.getValue().cuts(stream))
                .toList();
        if (lengths.size() >= MAX_LENGTHS) {
            // every player would have asked by now: one that is played gives way to nobody, or lengths in use would end
            // each other in turn
            var unasked = lengths.stream()
                    .filter(entry -> entry.getValue().isIdle(Duration.ZERO, System.nanoTime()))
                    .findFirst()
                    .orElseThrow(() -> new HlsRefusal(503, "this stream is cut in as many lengths as it may"));
            end(unasked.getKey(), unasked.getValue());
        }
    }

    /** One that cuts a stream, begun if there is none with segments as long as its key frames allow. */
    Future<Packager> running(LiveStream stream, HlsSettings settings, Container container) {
        var known = any(stream, container);
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        return gop(stream, settings.maxSegmentMs()).map(gopMs -> {
            int segmentMs = SegmentPlan.segmentMs(settings.segmentMs(), settings.maxSegmentMs(), gopMs);
            return of(stream, settings.plan(container, segmentMs), settings.encryption());
        });
    }

    /** From key frame to key frame of a stream, milliseconds; 0 if it has no video, or they are further apart than {@code maxMs}. */
    private Future<Long> gop(LiveStream stream, long maxMs) {
        var figures = stream.intake();
        if (!figures.gop().isZero()) {
            return Future.succeededFuture(figures.gop().toMillis());
        }
        var known = intervals.get(stream);
        if (known == null && packagers.size() + intervals.size() >= limits.max()) {
            throw new HlsRefusal(503, "this server packages as many streams as it may");
        }
        return intervals.computeIfAbsent(stream, unseen -> interval(unseen, maxMs));
    }

    /** Found once for all who ask meanwhile. */
    private Future<Long> interval(LiveStream stream, long maxMs) {
        var interval = new KeyInterval(maxMs);
        var leave = stream.tapForPlayers(interval, executors.next());
        return interval.found()
                .timeout(2 * maxMs, TimeUnit.MILLISECONDS)
                .otherwise(0L)
                .onComplete(done -> vertx.setTimer(
                        LOOK_MS,
                        later -> { // a packager holds the stream by then
                            intervals.remove(stream);
                            leave.run();
                        }));
    }

    private void look() {
        long now = System.nanoTime();
        packagers.forEach((id, packager) -> {
            if (packager.isIdle(limits.idle(), now)) {
                end(id, packager);
            }
        });
        if (memory.isFull()) {
            endOne(now);
        }
    }

    /** What is left of a stream that is over, or else the one that was begun last: whoever was there before plays on. */
    private void endOne(long nowNanos) {
        packagers.entrySet().stream()
                .min(Comparator.comparing((Map.Entry<Id, Packager> entry) ->
                                entry.getValue().streamEnd().isEmpty())
                        .thenComparingLong(entry -> entry.getValue().ageNanos(nowNanos)))
                .ifPresent(entry -> {
                    LOG.warn(
                            "ended hls stream={} of {} ms: segments take {} bytes, more than hls.max-memory",
                            entry.getKey().stream(),
                            entry.getKey().segmentMs(),
                            memory.bytes());
                    end(entry.getKey(), entry.getValue());
                });
    }

    private void end(Id id, Packager packager) {
        if (packagers.remove(id, packager)) {
            packager.stop();
        }
    }

    /** Ends all of them. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        packagers.values().forEach(Packager::stop);
        packagers.clear();
        var closed = Promise.<Void>promise();
        executors.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(done -> closed.complete());
        return closed.future();
    }
}
