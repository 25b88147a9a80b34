package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is made for players of HLS, and how they are answered. Thread-safe. */
public final class HlsMeters {
    /** Other statuses are counted as the first of their hundred. */
    private static final int[] STATUSES = {200, 206, 304, 400, 403, 404, 416, 500, 503};

    public final LiveCount packagers;

    /** Times that a packager was late and missed frames. */
    public final Counter missed;

    private volatile LongSupplier memory = () -> 0;
    private final Timer segments;
    private final Counter gaps;
    private final Timer lag;
    private final Map<Requested, Map<Integer, Counter>> requests = new EnumMap<>(Requested.class);

    /** What a request is for. */
    public enum Requested {
        MASTER("master"),
        MANIFEST("manifest"),
        PLAYLIST("playlist"),
        SEGMENT("segment"),
        PART("part"),
        INIT("init"),
        KEY("key");

        private final String word;

        Requested(String word) {
            this.word = word;
        }
    }

    HlsMeters(MeterRegistry registry) {
        packagers = new LiveCount(
                registry, "headwater.hls.packagers", "Streams that are cut into segments", "packagers", Tags.empty());
        missed = Counter.builder("headwater.hls.missed")
                .description("Times that a packager was late and missed frames of its stream")
                .register(registry);
        segments = Timer.builder("headwater.hls.segment")
                .description("Segments that were made, and how long they last")
                .register(registry);
        gaps = Counter.builder("headwater.hls.gaps")
                .description("Segments that were listed as gaps")
                .register(registry);
        Gauge.builder("headwater.hls.memory", () -> memory.getAsLong())
                .description("What segments take of the heap")
                .baseUnit("bytes")
                .register(registry);
        lag = Timer.builder("headwater.hls.lag")
                .description("How late packagers take a frame, compared with those that came soonest")
                .register(registry);
        for (var requested : Requested.values()) {
            var byStatus = new TreeMap<Integer, Counter>();
            for (int status : STATUSES) {
                byStatus.put(
                        status,
                        Counter.builder("headwater.hls.requests")
                                .description("Requests for HLS by what was asked for and the status of the answer")
                                .tags("kind", requested.word, "status", Integer.toString(status))
                                .register(registry));
            }
            requests.put(requested, byStatus);
        }
    }

    /** @param bytes that segments take; asked at each look at the metrics, on any thread */
    public void memory(LongSupplier bytes) {
        memory = bytes;
    }

    /** A segment was finished. */
    public void segment(long durationMs, boolean gap) {
        if (gap) {
            gaps.increment();
        } else {
            segments.record(durationMs, TimeUnit.MILLISECONDS);
        }
    }

    /** Frames were taken, late by so much. */
    public void lag(long ms) {
        lag.record(ms, TimeUnit.MILLISECONDS);
    }

    /** A request was answered. */
    public void answered(Requested requested, int status) {
        var byStatus = requests.getOrDefault(requested, Map.of());
        var counter = byStatus.getOrDefault(status, byStatus.get(status < 500 ? 400 : 500));
        if (counter != null) {
            counter.increment();
        }
    }
}
