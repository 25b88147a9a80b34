package dev.headwater.server.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Media that each stream brought to this node from its publishers, and sent from it to its players, those included who have left: so
 * the figures only grow. Those of a stream that nobody has published or played for an hour are forgotten, and the oldest of more than
 * {@value #MOST_STREAMS}. Thread-safe.
 */
public final class StreamTraffic {
    private static final int MOST_STREAMS = 10_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Cache<StreamKey, Bytes> byStream = Caffeine.newBuilder()
            .maximumSize(MOST_STREAMS)
            .expireAfterAccess(KEPT)
            .executor(Runnable::run)
            .build();

    /** Of one stream. Thread-safe. */
    public static final class Bytes {
        private final LongAdder received = new LongAdder();
        private final LongAdder sent = new LongAdder();

        public void received(int bytes) {
            received.add(bytes);
        }

        public void sent(int bytes) {
            sent.add(bytes);
        }

        public long received() {
            return received.sum();
        }

        public long sent() {
            return sent.sum();
        }
    }

    /** For somebody who publishes or plays it. */
    public Bytes of(StreamKey key) {
        return byStream.get(key, first -> new Bytes());
    }

    /** Empty if nobody did lately. */
    public Optional<Bytes> known(StreamKey key) {
        return Optional.ofNullable(byStream.getIfPresent(key));
    }
}
