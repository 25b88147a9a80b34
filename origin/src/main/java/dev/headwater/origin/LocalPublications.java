package dev.headwater.origin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.LiveCount;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is published at this node now, and what is about to be: at most one publication per name. Thread-safe. Bounded by the
 * publishers' connections, and {@value #MAX_ENDED} names whose last epochs are kept.
 */
final class LocalPublications {
    private static final int MAX_ENDED = 10_000;

    private final Map<StreamKey, OriginPublication> byKey = new ConcurrentHashMap<>();
    private final Map<LiveStream, OriginPublication> byStream = new ConcurrentHashMap<>();
    private final Map<StreamKey, List<Future<?>>> claims = new ConcurrentHashMap<>(); // those under way
    private final Cache<StreamKey, Long> ended =
            Caffeine.newBuilder().maximumSize(MAX_ENDED).build(); // last epochs
    private final LiveCount count;
    private volatile Consumer<LiveStream> begun = stream -> {};

    /** @param count follows their number */
    LocalPublications(LiveCount count) {
        this.count = count;
    }

    /** The listener hears of each stream before its first frame; on any thread, and must not block. */
    void listen(Consumer<LiveStream> listener) {
        begun = listener;
    }

    /** What came of a publication that was put in its place. */
    sealed interface Placed {
        /** @param replaced the older one that has to give way */
        record First(Optional<OriginPublication> replaced) implements Placed {}

        /** @param newer the one that has the place already */
        record TooLate(OriginPublication newer) implements Placed {}

        /** @param newest the epoch that this node had of the name in another publication, above which this one has to rise first */
        record Used(long newest) implements Placed {}
    }

    /** Puts a publication in its place. */
    Placed put(OriginPublication publication) {
        var outcome = new AtomicReference<Placed>(new Placed.First(Optional.empty()));
        byKey.compute(publication.key(), (key, current) -> {
            var record = publication.record();
            if (current != null && isNewer(current.record(), record)) {
                outcome.set(new Placed.TooLate(current));
                return current;
            }
            long newest = newestEpoch(key, current);
            if (newest >= record.epoch()) {
                outcome.set(new Placed.Used(newest));
                return current;
            }
            if (current == null) {
                count.increment();
            }
            outcome.set(new Placed.First(Optional.ofNullable(current)));
            byStream.put(publication.stream(), publication);
            return publication;
        });
        if (outcome.get() instanceof Placed.First) {
            begun.accept(publication.stream());
        }
        return outcome.get();
    }

    /** Two claims of one epoch, which the halves of a split gave, are in the order in which they were made. */
    private static boolean isNewer(StreamRecord current, StreamRecord record) {
        return current.outranks(record)
                || (current.isSameEpoch(record) && current.startedAt().isAfter(record.startedAt()));
    }

    void remove(OriginPublication publication) {
        ended.asMap().merge(publication.key(), publication.epoch(), Math::max);
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

    /**
     * The newest epoch in which this node has the name, or had it; 0 if it does not know of any. The directory may know less: a half of a
     * split forgets what was published and ended in it when it merges into the other one.
     */
    long newestEpoch(StreamKey key) {
        return newestEpoch(key, byKey.get(key)); // in this order: what ends meanwhile is found there
    }

    private long newestEpoch(StreamKey key, @Nullable OriginPublication current) {
        long last = ended.asMap().getOrDefault(key, 0L);
        return current == null ? last : Math.max(current.epoch(), last);
    }

    /** Claims the name. If that is granted, its publication is in its place before the answer of {@code claim} completes. */
    <T> Future<T> claiming(StreamKey key, Supplier<Future<T>> claim) {
        Promise<T> answer = Promise.promise();
        claims.merge(key, List.of(answer.future()), LocalPublications::joined);
        Future.<T>future(claimed -> claim.get().onComplete(claimed)).onComplete((claimed, cause) -> {
            claims.computeIfPresent(key, (name, all) -> without(all, answer.future()));
            answer.complete(claimed, cause);
        });
        return answer.future();
    }

    private static List<Future<?>> joined(List<Future<?>> some, List<Future<?>> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable List<Future<?>> without(List<Future<?>> all, Future<?> one) {
        List<Future<?>> rest = all.stream().filter(other -> !other.equals(one)).toList();
        return rest.isEmpty() ? null : rest;
    }

    /**
     * The publication that has the name. If there is none yet, the claims that are under way are waited for: a lost member may
     * keep their answers from this node for seconds, while others find this node in the directory already.
     */
    Future<Optional<OriginPublication>> find(StreamKey key) {
        var underWay = claims.get(key);
        var current = Optional.ofNullable(get(key));
        return underWay == null || current.isPresent()
                ? Future.succeededFuture(current)
                : Future.join(underWay).transform(claimed -> Future.succeededFuture(Optional.ofNullable(get(key))));
    }

    /** Whether the name is published here, or claimed and perhaps granted already. */
    boolean has(StreamKey key) {
        return claims.containsKey(key)
                || byKey.containsKey(key); // in this order: a claim that is granted goes to the other
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

    /** Their streams. */
    Collection<LiveStream> streams() {
        return List.copyOf(byStream.keySet());
    }
}
