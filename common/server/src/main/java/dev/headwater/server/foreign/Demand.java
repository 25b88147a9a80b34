package dev.headwater.server.foreign;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the cluster which streams are played at this node that are pulled on demand, or because a callback wants it: at the first play,
 * and again and again for as long as the node pulls them. Thread-safe.
 */
public final class Demand implements StreamSource {
    private static final Logger LOG = LoggerFactory.getLogger(Demand.class);

    /** How often it is told. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    /** For how long it is believed. */
    static final Duration LIFE = INTERVAL.multipliedBy(3);

    /** What somebody told within half an interval is not told again, or each node and each play would tell all nodes. */
    private static final Duration PAUSE = INTERVAL.dividedBy(2);

    private static final Duration FRESH = LIFE.minus(PAUSE);

    private static final String ADDRESS = "headwater.relays.wanted";
    private static final String CALLBACK_ADDRESS = "headwater.relays.wanted-by-callback";

    private final Vertx vertx;
    private final StreamSource next;
    private final Supplier<Collection<LiveStream>> pulled;
    private final RelayList relays;
    private final LongSupplier nanoTime;
    private final Map<StreamKey, Long> told = new ConcurrentHashMap<>(); // when, for as long as it counts

    /**
     * @param next where the streams are opened
     * @param pulled the streams that the node pulls now, or looks for
     */
    public Demand(Vertx vertx, RelayList relays, StreamSource next, Supplier<Collection<LiveStream>> pulled) {
        this(vertx, relays, next, pulled, System::nanoTime);
    }

    Demand(
            Vertx vertx,
            RelayList relays,
            StreamSource next,
            Supplier<Collection<LiveStream>> pulled,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.next = next;
        this.pulled = pulled;
        this.relays = relays;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        tell(request.key());
        return next.open(request);
    }

    /** Whether a play brings the stream, should nobody publish it. */
    public boolean brings(StreamKey stream) {
        return relays.onDemand(stream.toString()).isPresent();
    }

    /** Tells of all that is played; call it every {@link #INTERVAL}. */
    public Future<?> tellAll() {
        pulled.get().forEach(stream -> tell(stream.key()));
        relays.forgetUnwanted();
        return Future.succeededFuture();
    }

    /**
     * A callback wants it to be pulled from there for as long as somebody plays it.
     *
     * @return false if too many are
     */
    public boolean pull(StreamKey stream, RelayUrl from) {
        var wanted = relays.want(WantedPull.of(stream, from), LIFE);
        wanted.ifPresent(this::publish);
        return wanted.isPresent();
    }

    private void tell(StreamKey key) {
        relays.lapsing(key, FRESH).flatMap(relay -> relays.want(relay, LIFE)).ifPresent(this::publish);
        relays.onDemand(key.toString())
                .filter(this::isDue)
                .ifPresent(wanted -> vertx.eventBus().publish(ADDRESS, wanted.toString()));
    }

    private boolean isDue(StreamKey wanted) {
        long now = nanoTime.getAsLong();
        told.values().removeIf(when -> now - when >= PAUSE.toNanos());
        return told.putIfAbsent(wanted, now) == null;
    }

    private void publish(PullRelay wanted) {
        vertx.eventBus().publish(CALLBACK_ADDRESS, WantedPull.write(wanted));
    }

    /**
     * Learns what callbacks at other nodes want to be pulled: origins pull it, and any node tells of it while it has players of the
     * stream, however those were let in. Call it once.
     */
    public void learn() {
        vertx.eventBus()
                .<JsonObject>consumer(
                        CALLBACK_ADDRESS,
                        message -> WantedPull.read(message.body()).ifPresent(this::learn));
    }

    private void learn(PullRelay wanted) {
        if (relays.want(wanted, LIFE).isEmpty()) {
            RejectionLog.warn(
                    LOG,
                    "pull of stream={} that a callback at another node wants is not taken here:"
                            + " relays.max-callback-pulls={} are pulled",
                    wanted.stream(),
                    relays.mostWanted());
        }
    }

    /** Calls {@code listener} for whatever any node tells of streams on demand, this one included. */
    public void listen(Consumer<StreamKey> listener) {
        vertx.eventBus()
                .<String>consumer(
                        ADDRESS, message -> relays.onDemand(message.body()).ifPresent(listener));
    }
}
