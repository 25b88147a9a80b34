package dev.headwater.server.statics;

import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.config.RelaysConfig;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.StateGauge;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All relays of the configuration, as one origin takes part in running them. Thread-safe. */
public final class StaticRelays {
    private final Surroundings around;
    private final Map<StreamKey, Standing> byRecord = new ConcurrentHashMap<>();
    /** They take turns: a relay must have ended before it begins otherwise. */
    private final AtomicReference<Future<?>> changes = new AtomicReference<>(Future.succeededFuture());

    private final StreamDirectory.Watch watch;
    private volatile boolean closed;

    /**
     * Where the relays of a node run.
     *
     * @param directory of the relays, not of the streams
     * @param claims this node's, by key; they take over from no other node
     * @param recordLife how long a relay's owner is believed in unheard
     */
    public record Surroundings(
            StreamDirectory directory,
            Function<StreamKey, ClaimRequest> claims,
            Duration recordLife,
            ForeignConnector connector,
            StreamSource source,
            PublishGate gate,
            NodeMetrics metrics) {}

    /** A relay that this node takes part in running. */
    private record Standing(RelayEntry entry, RelayOwnership ownership, StateGauge<RelayState> gauge) {
        Future<?> end() {
            return ownership.close().onComplete(ended -> gauge.remove());
        }

        boolean isOnDemand() {
            return entry instanceof PullRelay pull && !pull.always();
        }
    }

    public StaticRelays(RelaysConfig config, Surroundings around) {
        this.around = around;
        begin(config);
        watch = around.directory().watch(this::changed);
    }

    /** Ends the relays that {@code config} has no more or has otherwise, and begins those that it has besides; the others go on. */
    public void use(RelaysConfig config) {
        Promise<Void> done = Promise.promise();
        changes.getAndSet(done.future())
                .onComplete(before -> endOthers(config).onComplete(ended -> {
                    begin(config);
                    tick();
                    done.complete();
                }));
    }

    private Future<?> endOthers(RelaysConfig config) {
        var wanted = entries(config).collect(Collectors.toUnmodifiableSet());
        var ending = byRecord.values().stream()
                .filter(standing -> !wanted.contains(standing.entry()))
                .toList();
        byRecord.values().removeAll(ending);
        return Future.join(ending.stream().map(Standing::end).toList()).otherwiseEmpty();
    }

    private void begin(RelaysConfig config) {
        if (closed) {
            return;
        }
        var ports = new RelayPorts(
                around.connector(),
                around.source(),
                around.gate(),
                () -> ThreadLocalRandom.current().nextLong(),
                Demand.LIFE,
                config.backoffMin(),
                config.backoffMax());
        entries(config)
                .forEach(entry ->
                        byRecord.computeIfAbsent(RelayOwnership.key(entry.name()), record -> standing(entry, ports)));
    }

    private static Stream<RelayEntry> entries(RelaysConfig config) {
        return Stream.concat(
                config.pull().stream().flatMap(List::stream),
                config.push().stream().flatMap(List::stream));
    }

    private Standing standing(RelayEntry entry, RelayPorts ports) {
        String kind = switch (entry) {
            case PullRelay _ -> "pull";
            case PushRelay _ -> "push";
        };
        var loop = around.connector().nextLoop();
        var gauge = around.metrics().relayState(kind, entry.name(), RelayState.class);
        var attempts = new Attempts(kind + "=" + entry.name(), loop, gauge::enter, ports);
        var run = switch (entry) {
            case PullRelay pull -> new PullRun(pull, ports, attempts);
            case PushRelay push -> new PushRun(push, ports, attempts);
        };
        var ownership =
                new RelayOwnership(entry.name(), around.directory(), around.claims(), around.recordLife(), loop, run);
        return new Standing(entry, ownership, gauge);
    }

    /** Claims what nobody runs and announces what this node runs; call it every {@code cluster.announce-interval}. */
    public Future<?> tick() {
        byRecord.values().forEach(standing -> standing.ownership().tick());
        return Future.succeededFuture();
    }

    private void changed(DirectoryChange change) {
        var standing = byRecord.get(change.key());
        if (standing != null && change instanceof DirectoryChange.Gone) {
            standing.ownership().tick();
        }
    }

    /** Somebody in the cluster plays a stream that is pulled on demand. */
    public void wanted(StreamKey stream) {
        byRecord.values().stream()
                .filter(standing ->
                        standing.isOnDemand() && standing.entry().stream().equals(stream))
                .forEach(standing -> standing.ownership().wanted());
    }

    /** Ends what this node runs, and gives it up: it takes no relay any more. Idempotent. */
    public Future<?> close() {
        closed = true;
        watch.close();
        return Future.join(byRecord.values().stream()
                        .map(standing -> standing.ownership().close())
                        .toList())
                .otherwiseEmpty();
    }
}
