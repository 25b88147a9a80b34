package dev.headwater.server.statics;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the cluster which streams that are pulled on demand are played at this node: at the first play, and again and again
 * for as long as the node pulls them. Thread-safe.
 */
public final class Demand implements StreamSource {
    /** How often it is told. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    /** For how long it is believed. */
    static final Duration LIFE = INTERVAL.multipliedBy(3);

    private static final String ADDRESS = "headwater.relays.wanted";

    private final Vertx vertx;
    private final StreamSource next;
    private final Supplier<Collection<LiveStream>> pulled;
    private final RelayList relays;

    /**
     * @param next where the streams are opened
     * @param pulled the streams that the node pulls now, or looks for
     */
    public Demand(Vertx vertx, RelayList relays, StreamSource next, Supplier<Collection<LiveStream>> pulled) {
        this.vertx = vertx;
        this.next = next;
        this.pulled = pulled;
        this.relays = relays;
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        tell(request.key());
        return next.open(request);
    }

    /** Tells of all that is played; call it every {@link #INTERVAL}. */
    public Future<?> tellAll() {
        pulled.get().forEach(stream -> tell(stream.key()));
        return Future.succeededFuture();
    }

    private void tell(StreamKey key) {
        relays.onDemand(key.toString()).ifPresent(wanted -> vertx.eventBus().publish(ADDRESS, wanted.toString()));
    }

    /** Calls {@code listener} for whatever any node tells, this one included. */
    public void listen(Consumer<StreamKey> listener) {
        vertx.eventBus()
                .<String>consumer(
                        ADDRESS, message -> relays.onDemand(message.body()).ifPresent(listener));
    }
}
