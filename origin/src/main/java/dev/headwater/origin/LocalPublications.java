package dev.headwater.origin;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.LiveCount;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is published at this node now, and what is about to be: at most one publication per name. Thread-safe. Bounded by the
 * publishers' connections.
 */
final class LocalPublications {
    private final Map<StreamKey, OriginPublication> byKey = new ConcurrentHashMap<>();
    private final Map<LiveStream, OriginPublication> byStream = new ConcurrentHashMap<>();
    private final Map<StreamKey, Future<?>> claims = new ConcurrentHashMap<>(); // the newest of each name
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

    /** The name was claimed. If the claim is granted, its publication is in its place before {@code answer} completes. */
    <T> Future<T> claiming(StreamKey key, Future<T> answer) {
        claims.put(key, answer);
        answer.onComplete((claimed, cause) -> claims.remove(key, answer));
        return answer;
    }

    /**
     * The publication that has the name. If there is none yet, a claim that is under way is waited for: a lost member may keep
     * its answer from this node for seconds, while others find this node in the directory already.
     */
    Future<Optional<OriginPublication>> find(StreamKey key) {
        var claim = claims.get(key);
        var current = Optional.ofNullable(get(key));
        return claim == null || current.isPresent()
                ? Future.succeededFuture(current)
                : claim.transform(claimed -> Future.succeededFuture(Optional.ofNullable(get(key))));
    }

    /** For who looks at what is published here, and is no player of it. */
    Future<PlayDecision> open(PlayRequest request) {
        return find(request.key())
                .map(found -> found.<PlayDecision>map(publication -> new PlayDecision.Found(publication.stream()))
                        .orElse(PlayDecision.NOT_FOUND));
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
