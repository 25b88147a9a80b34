package dev.headwater.server.foreign;

import dev.headwater.cluster.RelayBook;
import dev.headwater.cluster.RelayBook.Addition;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.config.RelaysConfig;
import dev.headwater.server.config.RunningConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relays that hold at this node: those of its configuration, those that operators added to the running cluster, and those that
 * callbacks want for as long as somebody plays. Of two with one name that of the configuration holds. Thread-safe; bounded by the
 * configuration and {@link RelayBook#MAX}.
 */
public final class RelayList {
    private static final Logger LOG = LoggerFactory.getLogger(RelayList.class);

    private final RelayBook book;
    private final Supplier<Holding> configured;
    private final IntSupplier mostWanted;
    private final Map<StreamKey, Wanted> wanted = new ConcurrentHashMap<>();
    private volatile Added added = new Added(Map.of(), Holding.of(Stream.of()));
    private volatile Runnable listener = () -> {};

    /** Who wants a relay: the configuration of this node, whoever added it to the running cluster, or a callback while somebody plays it. */
    public enum Source {
        CONFIGURED,
        ADDED,
        CALLBACK
    }

    /** @param onDemand their streams, by name, that are pulled while somebody plays them */
    private record Holding(Map<String, RelayEntry> byName, Map<String, StreamKey> onDemand) {
        static Holding of(Stream<RelayEntry> entries) {
            var byName = new LinkedHashMap<String, RelayEntry>();
            entries.forEach(entry -> byName.put(entry.name(), entry));
            return new Holding(
                    byName,
                    byName.values().stream()
                            .filter(entry -> entry instanceof PullRelay pull && !pull.always())
                            .map(RelayEntry::stream)
                            .distinct()
                            .collect(Collectors.toUnmodifiableMap(StreamKey::toString, key -> key)));
        }
    }

    /** @param book what they were read from */
    private record Added(Map<String, String> book, Holding holding) {}

    /** @param untilNanos it is believed in, unless it is wanted again */
    private record Wanted(PullRelay relay, long untilNanos) {
        boolean isOver(long nowNanos) {
            return untilNanos - nowNanos < 0;
        }
    }

    public RelayList(RunningConfig config, RelayBook book) {
        this.book = book;
        this.mostWanted = () -> config.now().relays().maxCallbackPulls();
        this.configured = config.derived(now -> Holding.of(entries(now.relays())));
    }

    private static Stream<RelayEntry> entries(RelaysConfig config) {
        return Stream.concat(
                config.pull().stream().flatMap(List::stream),
                config.push().stream().flatMap(List::stream));
    }

    /** Each name once. */
    public Collection<RelayEntry> entries() {
        var all = new LinkedHashMap<>(configured.get().byName());
        added.holding().byName().forEach(all::putIfAbsent);
        wanted.values().forEach(each -> all.putIfAbsent(each.relay().name(), each.relay()));
        return all.values();
    }

    /** Who wants the relay of that name, if there is one. */
    public Source source(String name) {
        if (configured.get().byName().containsKey(name)) {
            return Source.CONFIGURED;
        }
        return WantedPull.isName(name) ? Source.CALLBACK : Source.ADDED;
    }

    /** The stream, if it is to be pulled while somebody plays it. For hot paths. */
    Optional<StreamKey> onDemand(String stream) {
        return Optional.ofNullable(configured.get().onDemand().get(stream))
                .or(() -> Optional.ofNullable(added.holding().onDemand().get(stream)));
    }

    /**
     * A callback wants it, for {@code life} from now on.
     *
     * @return what the stream is pulled as, which is what was wanted of it first; empty if {@link #mostWanted} other streams are
     */
    Optional<PullRelay> want(PullRelay relay, Duration life) {
        long until = System.nanoTime() + life.toNanos();
        if (!wanted.containsKey(relay.stream()) && wanted.size() >= mostWanted()) {
            return Optional.empty();
        }
        var before = new AtomicBoolean(true);
        var now = wanted.compute(relay.stream(), (stream, known) -> {
            before.set(known != null);
            return new Wanted(known == null ? relay : known.relay(), until);
        });
        if (!before.get()) {
            listener.run();
        }
        return Optional.of(now.relay());
    }

    /** What callbacks may want at one time: {@code relays.max-callback-pulls}. */
    int mostWanted() {
        return mostWanted.getAsInt();
    }

    /** What a callback wants the stream to be, if that ends in less than so long unless it is wanted again. For hot paths. */
    Optional<PullRelay> lapsing(StreamKey stream, Duration within) {
        var known = Optional.ofNullable(wanted.get(stream));
        return known.filter(each -> each.isOver(System.nanoTime() + within.toNanos()))
                .map(Wanted::relay);
    }

    /** Gives up what nobody has wanted for its life. */
    void forgetUnwanted() {
        long now = System.nanoTime();
        if (wanted.values().removeIf(each -> each.isOver(now))) {
            listener.run();
        }
    }

    /** Calls {@code changed} whenever other relays were added, wanted or taken out. Any thread. Call it once. */
    public void follow(Runnable changed) {
        listener = changed;
    }

    /** Reads what was added; call it every {@code cluster.announce-interval}. */
    public Future<?> refresh() {
        return book.all().onSuccess(this::read);
    }

    private void read(Map<String, String> now) {
        if (!now.equals(added.book())) {
            added = new Added(
                    Map.copyOf(now),
                    Holding.of(now.entrySet().stream().flatMap(entry -> parse(entry.getKey(), entry.getValue()))));
            listener.run();
        }
    }

    /** A node of another version may have written what this one cannot read. */
    private static Stream<RelayEntry> parse(String name, String text) {
        try {
            int space = text.indexOf(' ');
            return Stream.of(RelayEntry.parse(text.substring(0, Math.max(space, 0)), text.substring(space + 1)));
        } catch (IllegalArgumentException e) {
            LOG.warn("added relay={} is not understood: {}", name, e.getMessage());
            return Stream.empty();
        }
    }

    /**
     * Adds a relay for the whole cluster; it holds here when the future completes.
     *
     * @param kind of the relay
     * @param text as the configuration would have it
     * @throws IllegalArgumentException if that is none; the message does not quote it
     */
    public Future<Addition> add(String kind, String text) {
        var entry = RelayEntry.parse(kind, text);
        return book.add(entry.name(), kind + " " + text)
                .onSuccess(done -> {
                    if (done == Addition.ADDED) {
                        LOG.info("added relay {}={} stream={} at={}", kind, entry.name(), entry.stream(), entry.url());
                    }
                })
                .compose(done -> refresh().map(done));
    }

    /** Takes a relay out that was added. The answer is whether there was one. */
    public Future<Boolean> remove(String name) {
        return book.remove(name)
                .onSuccess(done -> {
                    if (done) {
                        LOG.info("removed relay={}", name);
                    }
                })
                .compose(done -> refresh().map(done));
    }
}
