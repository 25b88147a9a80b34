package dev.headwater.server.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Media that each stream brought to this node from its publishers, and sent from it to its players, those included who have left: so
 * the figures only grow. Those of a stream are kept while somebody publishes or plays it here; after that they are forgotten when for
 * an hour nobody came back and nobody asked for them, and of more than {@value #MOST_OVER} such streams those of the least asked for.
 * Thread-safe.
 */
public final class StreamTraffic {
    static final int MOST_OVER = 10_000;
    private static final Duration KEPT = Duration.ofHours(1);

    /** Of streams that have a share: as many as there are publishers and players at most. */
    private final ConcurrentMap<StreamKey, Bytes> shared = new ConcurrentHashMap<>();

    /** Of those that have none any more, and some that have one again. */
    private final Cache<StreamKey, Bytes> over;

    public StreamTraffic() {
        this(Ticker.systemTicker());
    }

    StreamTraffic(Ticker ticker) {
        over = Caffeine.newBuilder()
                .maximumSize(MOST_OVER)
                .expireAfterAccess(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Of one stream. Thread-safe. */
    public static final class Bytes {
        private final LongAdder received = new LongAdder();
        private final LongAdder sent = new LongAdder();

        /** Who adds to them now; changed in {@link StreamTraffic#shared} alone, which does one change of an entry at a time. */
        private int shares;

        public long received() {
            return received.sum();
        }

        public long sent() {
            return sent.sum();
        }
    }

    /** What one publisher or player adds to its stream, held as long as it is there: frames look nothing up. Thread-safe. */
    public static final class Share {
        private final Bytes bytes;
        private final Runnable end;

        private Share(Bytes bytes, Runnable end) {
            this.bytes = bytes;
            this.end = end;
        }

        /** Of no stream that anybody asks for: what nodes give each other is counted where it came in. */
        static Share unkept(StreamKey key) {
            return new Share(new Bytes(), () -> {});
        }

        /** By its publisher. */
        public void received(long more) {
            bytes.received.add(more);
        }

        /** To a player. */
        public void sent(long more) {
            bytes.sent.add(more);
        }

        /** To be called once, by who began it. */
        public void end() {
            end.run();
        }
    }

    /** Somebody publishes or plays the stream from now on, until {@link Share#end}. */
    public Share begin(StreamKey key) {
        var bytes = shared.compute(key, (name, there) -> {
            var its = there == null ? over.get(name, first -> new Bytes()) : there;
            its.shares++;
            return its;
        });
        return new Share(bytes, () -> end(key));
    }

    /** What leaves the one map is in the other by then: who looks finds it. */
    private void end(StreamKey key) {
        shared.computeIfPresent(key, (name, its) -> {
            if (--its.shares > 0) {
                return its;
            }
            over.put(name, its);
            return null;
        });
    }

    /** Empty if there was none lately. */
    public Optional<Bytes> known(StreamKey key) {
        return Optional.ofNullable(shared.get(key)).or(() -> Optional.ofNullable(over.getIfPresent(key)));
    }
}
