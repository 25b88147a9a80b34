package dev.headwater.server.limits;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Who publishes and plays at this node, against what may be in the whole cluster. Nobody waits for another node: what the others
 * told last is believed. So that not all of them fill the same room at once, each takes no more than its share of what is left
 * before it has told of it, and {@code limits.batch} at least (ADR 0020). Thread-safe; bounded by the clients.
 */
public final class ClusterLimiter implements UseLimiter {
    private final LimitValues values;
    private final Counted numbers;
    private final UsesElsewhere elsewhere;
    private final IntSupplier batch;
    private final Map<Long, Integer> here = new ConcurrentHashMap<>();
    private final Map<Long, Integer> published = new ConcurrentHashMap<>();
    private volatile Map<Long, Integer> told = Map.of();
    private volatile Listener listener = urgently -> {};

    /** Hears that counts have changed. */
    @FunctionalInterface
    interface Listener {
        /** @param urgently this node is about to refuse what others might have room for. Any thread; returns at once */
        void changed(boolean urgently);
    }

    /** @param batch how many this node may let in before the others know, however little is left ({@code limits.batch}) */
    public ClusterLimiter(LimitValues values, Counted numbers, UsesElsewhere elsewhere, IntSupplier batch) {
        this.values = values;
        this.numbers = numbers;
        this.elsewhere = elsewhere;
        this.batch = batch;
    }

    void listen(Listener now) {
        listener = now;
    }

    @Override
    public Permit acquire(Action action, StreamKey key, InetAddress address) {
        var taken = new ArrayList<Long>();
        boolean replaces = action == Action.PUBLISH && isPublished(key);
        for (Limit limit : Limit.of(action)) {
            int most = values.most(limit, key.app());
            if (most == 0) {
                continue;
            }
            long counted = numbers.of(limit, key, address);
            int now = here.merge(counted, 1, Integer::sum);
            taken.add(counted);
            String obstacle = replaces ? "" : obstacle(limit, most, counted, now);
            if (!obstacle.isEmpty()) {
                release(taken);
                return new Permit.Exhausted(limit, obstacle);
            }
        }
        if (taken.isEmpty()) {
            return new Permit.Granted(() -> {});
        }
        if (action == Action.PUBLISH) {
            published.merge(numbers.ofPublication(key), 1, Integer::sum);
        }
        listener.changed(false);
        return new Permit.Granted(() -> {
            taken.forEach(counted -> leave(here, counted));
            if (action == Action.PUBLISH) {
                leave(published, numbers.ofPublication(key)); // last: while it is there, its room is
            }
            listener.changed(false);
        });
    }

    /** A name that is published already: who publishes it again is the same broadcaster, or will be refused as another. */
    private boolean isPublished(StreamKey key) {
        long counted = numbers.ofPublication(key);
        return published.containsKey(counted) || elsewhere.count(counted) > 0;
    }

    private void release(List<Long> taken) {
        taken.forEach(counted -> leave(here, counted));
        listener.changed(false);
    }

    private static void leave(Map<Long, Integer> counts, long counted) {
        counts.computeIfPresent(counted, (same, now) -> now > 1 ? now - 1 : null);
    }

    /** Empty if there is none. */
    private String obstacle(Limit limit, int most, long counted, int now) {
        int others = limit.isOfNode() ? 0 : elsewhere.count(counted);
        if (now + others > most) {
            return "%s=%d is reached: %d here, %d at other nodes".formatted(limit.key(), most, now - 1, others);
        }
        if (limit.isOfNode()) {
            return "";
        }
        int before = told.getOrDefault(counted, 0);
        int least = batch.getAsInt();
        int share = Math.max(least, (most - before - others) / elsewhere.nodes());
        int untold = now - before;
        if (untold > share / 2) {
            listener.changed(true);
        }
        return untold <= share
                ? ""
                : "%s=%d is near, and %d came here faster than other nodes can be told: limits.batch=%d"
                        .formatted(limit.key(), most, untold, least);
    }

    /**
     * The limits of an app and their use, as this node was told of the others last; without those that are off.
     *
     * @param streams those of the app
     */
    public List<LimitUse> uses(String app, Collection<StreamKey> streams) {
        return Limit.OF_APPS.stream()
                .filter(limit -> values.most(limit, app) > 0)
                .map(limit -> new LimitUse(limit, values.most(limit, app), used(limit, app, streams)))
                .toList();
    }

    private OptionalInt used(Limit limit, String app, Collection<StreamKey> streams) {
        return switch (limit) {
            case PLAYERS_PER_APP, PUBLISHERS_PER_APP -> OptionalInt.of(count(numbers.ofApp(limit, app)));
            case PLAYERS_PER_STREAM ->
                OptionalInt.of(streams.stream()
                        .mapToInt(key -> count(numbers.ofStream(limit, key)))
                        .max()
                        .orElse(0));
            case PLAYERS_PER_ADDRESS,
                    PLAYERS_PER_NODE,
                    PUBLISHERS_PER_ADDRESS,
                    PUBLISHERS_PER_NODE,
                    CONNECTIONS_PER_ADDRESS,
                    CONNECTS_PER_ADDRESS,
                    CONNECTS_PER_NODE,
                    PUBLISH_KBPS,
                    HEAP_PERCENT -> OptionalInt.empty();
        };
    }

    /** How much of {@code limits.players-per-node} is taken, from 0 to 1; 0 while there is no such limit. */
    public double playersLoad() {
        int most = values.most(Limit.PLAYERS_PER_NODE, "");
        return most == 0
                ? 0
                : Math.min(1, (double) here.getOrDefault(numbers.ofNode(Limit.PLAYERS_PER_NODE), 0) / most);
    }

    private int count(long counted) {
        return here.getOrDefault(counted, 0) + elsewhere.count(counted);
    }

    // ---- what other nodes are told ------------------------------------------------------------------------------

    /** How often each of what is counted is used here. */
    Map<Long, Integer> counts() {
        return new HashMap<>(here); // Map.copyOf would not have what a map under change may show twice
    }

    /** The names that are published here, and by how many: one, or more while a broadcaster comes back. */
    Map<Long, Integer> published() {
        return new HashMap<>(published);
    }

    /** The other nodes know of this, or will not for now: what comes from here on is on top of it. */
    void told(Map<Long, Integer> counts) {
        told = counts;
    }
}
