package dev.headwater.server.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Media that each stream brought to this node from its publishers, and sent from it to its players, those included who have left: so
 * the figures only grow. Those of a stream are forgotten when for an hour nothing was added to them and nobody asked for them, and
 * of more than {@value #MOST_STREAMS} streams those of the least active. Thread-safe.
 */
public final class StreamTraffic {
    private static final int MOST_STREAMS = 10_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Cache<StreamKey, Bytes> byStream;

    public StreamTraffic() {
        this(Ticker.systemTicker());
    }

    StreamTraffic(Ticker ticker) {
        byStream = Caffeine.newBuilder()
                .maximumSize(MOST_STREAMS)
                .expireAfterAccess(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Of one stream. Thread-safe. */
    public static final class Bytes {
        private final LongAdder received = new LongAdder();
        private final LongAdder sent = new LongAdder();

        public long received() {
            return received.sum();
        }

        public long sent() {
            return sent.sum();
        }
    }

    /** By its publisher. */
    public void received(StreamKey key, int bytes) {
        of(key).received.add(bytes);
    }

    /** To a player. */
    public void sent(StreamKey key, int bytes) {
        of(key).sent.add(bytes);
    }

    /** Asked for each time, and so not forgotten meanwhile: what somebody held could be. */
    private Bytes of(StreamKey key) {
        return byStream.get(key, first -> new Bytes());
    }

    /** Empty if there was none lately. */
    public Optional<Bytes> known(StreamKey key) {
        return Optional.ofNullable(byStream.getIfPresent(key));
    }
}
