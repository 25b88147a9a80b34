package dev.headwater.origin;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.LiveCount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is published at this node now: at most one publication per name. Thread-safe. Bounded by the publishers' connections. */
final class LocalPublications {
    private final Map<StreamKey, OriginPublication> byKey = new ConcurrentHashMap<>();
    private final Map<LiveStream, OriginPublication> byStream = new ConcurrentHashMap<>();
    private final LiveCount count;

    /** @param count follows their number */
    LocalPublications(LiveCount count) {
        this.count = count;
    }

    /** What came of a publication that was put in its place. */
    sealed interface Placed {
        /** @param replaced the older one that has to give way */
        record First(Optional<OriginPublication> replaced) implements Placed {}

        /** @param newer the one that has the place already */
        record TooLate(OriginPublication newer) implements Placed {}
    }

    /** Puts a publication in its place. */
    Placed put(OriginPublication publication) {
        var outcome = new AtomicReference<Placed>(new Placed.First(Optional.empty()));
        byKey.compute(publication.key(), (key, current) -> {
            if (current == null) {
                count.increment();
            } else if (current.record().outranks(publication.record())) {
                outcome.set(new Placed.TooLate(current));
                return current;
            } else {
                outcome.set(new Placed.First(Optional.of(current)));
            }
            byStream.put(publication.stream(), publication);
            return publication;
        });
        return outcome.get();
    }

    void remove(OriginPublication publication) {
        byStream.remove(publication.stream());
        if (byKey.remove(publication.key(), publication)) {
            count.decrement();
        }
    }

    /** The publication that has the name. */
    @Nullable
    OriginPublication get(StreamKey key) {
        return byKey.get(key);
    }

    /** The publication of a stream, until it ends, even if another has the name meanwhile. */
    @Nullable
    OriginPublication get(LiveStream stream) {
        return byStream.get(stream);
    }

    /** The names that are published here now. */
    Collection<StreamKey> keys() {
        return List.copyOf(byKey.keySet());
    }

    Collection<OriginPublication> all() {
        return List.copyOf(byStream.values());
    }
}
