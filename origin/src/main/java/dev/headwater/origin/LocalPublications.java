package dev.headwater.origin;

import dev.headwater.media.StreamKey;
import dev.headwater.server.metrics.LiveCount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is published at this node now: at most one publication per name. Thread-safe. Bounded by the publishers' connections. */
final class LocalPublications {
    private final Map<StreamKey, OriginPublication> byKey = new ConcurrentHashMap<>();
    private final LiveCount count;

    /** @param count follows their number */
    LocalPublications(LiveCount count) {
        this.count = count;
    }

    /** Puts a publication in its place; what has to give way is returned: an older one, or the given one if it is older. */
    Optional<OriginPublication> put(OriginPublication publication) {
        var loser = new OriginPublication[1];
        byKey.compute(publication.key(), (key, current) -> {
            if (current == null) {
                count.increment();
                return publication;
            }
            boolean newer = publication.record().outranks(current.record());
            loser[0] = newer ? current : publication;
            return newer ? publication : current;
        });
        return Optional.ofNullable(loser[0]);
    }

    void remove(OriginPublication publication) {
        if (byKey.remove(publication.key(), publication)) {
            count.decrement();
        }
    }

    @Nullable
    OriginPublication get(StreamKey key) {
        return byKey.get(key);
    }

    Collection<OriginPublication> all() {
        return List.copyOf(byKey.values());
    }
}
