package dev.headwater.server.foreign;

import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.StateGauge;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All relays that hold, as one origin takes part in running them. Thread-safe. */
public final class ForeignRelays {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignRelays.class);

    private final RelayList relays;
    private final Supplier<NodeConfig> config;
    private final Ports ports;
    private final Map<StreamKey, Relay> byRecord = new ConcurrentHashMap<>();
    /** They take turns: a relay must have ended before it begins otherwise. */
    private final AtomicReference<Future<?>> changes = new AtomicReference<>(Future.succeededFuture());

    private final StreamDirectory.Watch watch;
    private volatile boolean draining;
    private volatile boolean yielding; // to a node that is there, as far as is known
    private volatile boolean closed;

    /**
     * What the relays of a node stand on.
     *
     * @param directory of the relays
     * @param streams what is published in the cluster
     * @param sure completes at once; after a sleep when this node is where the others are
     * @param claims this node's, by key; they take over from no other node
     * @param successor whether another node is there that can run relays
     * @param recordLife how long a relay's owner is believed in unheard
     */
    public record Ports(
            StreamDirectory directory,
            StreamDirectory streams,
            Supplier<Future<Void>> sure,
            Function<StreamKey, ClaimRequest> claims,
            Supplier<Future<Boolean>> successor,
            Duration recordLife,
            ForeignConnector connector,
            StreamSource source,
            PublishGate gate,
            NodeMetrics metrics) {}

    /** A relay that this node takes part in running. */
    private record Relay(RelayEntry entry, RelayOwnership ownership, Attempts attempts, StateGauge<RelayState> gauge) {
        Future<?> end() {
            return ownership.close().onComplete(ended -> gauge.remove());
        }

        boolean isOnDemand() {
            return entry instanceof PullRelay pull && !pull.always();
        }
    }

    /** @param config for how long a server may be silent, and how long is waited between attempts */
    public ForeignRelays(RelayList relays, Supplier<NodeConfig> config, Ports ports) {
        this.relays = relays;
        this.config = config;
        this.ports = ports;
        begin();
        watch = ports.directory().watch(this::changed);
    }

    /** Ends the relays that do not hold any more or read otherwise, and begins those that are new; the others go on. */
    public void refresh() {
        Promise<Void> done = Promise.promise();
        changes.getAndSet(done.future())
                .transform(before -> endOthers())
                .map(ended -> {
                    begin();
                    tick();
                    return null;
                })
                .<Void>mapEmpty()
                .onFailure(cause -> LOG.error("cannot begin the relays anew", cause))
                .onComplete(done); // in any case: the next change waits for it
    }

    private Future<?> endOthers() {
        var wanted = Set.copyOf(relays.entries());
        var ending = byRecord.values().stream()
                .filter(relay -> !wanted.contains(relay.entry()))
                .toList();
        byRecord.values().removeAll(ending);
        return Future.join(ending.stream().map(Relay::end).toList()).otherwiseEmpty();
    }

    private void begin() {
        if (closed) {
            return;
        }
        var runPorts = new RelayPorts(
                ports.connector(),
                ports.source(),
                ports.streams()::latest,
                ports.gate(),
                () -> ThreadLocalRandom.current().nextLong(),
                Demand.LIFE,
                () -> RelayTimes.of(config.get()));
        relays.entries()
                .forEach(entry ->
                        byRecord.computeIfAbsent(RelayOwnership.key(entry.name()), record -> relay(entry, runPorts)));
    }

    private Relay relay(RelayEntry entry, RelayPorts runPorts) {
        String kind = entry.kind();
        var loop = ports.connector().nextLoop();
        var gauge = ports.metrics().relayState(kind, entry.name(), RelayState.class);
        var attempts = new Attempts(kind + "=" + entry.name(), loop, gauge::enter, runPorts.times(), runPorts.random());
        var run = switch (entry) {
            case PullRelay pull -> new PullRun(pull, runPorts, attempts);
            case PushRelay push -> new PushRun(push, runPorts, attempts);
        };
        var ownership = new RelayOwnership(
                entry.name(), ports.directory(), ports.sure(), ports.claims(), ports.recordLife(), loop, run);
        return new Relay(entry, ownership, attempts, gauge);
    }

    /** Claims what nobody runs and announces what this node runs; call it every {@code cluster.announce-interval}. */
    public Future<?> tick() {
        return (draining ? handOver() : Future.succeededFuture()).onSuccess(done -> {
            if (!yielding) {
                byRecord.values().forEach(relay -> relay.ownership().tick());
            }
        });
    }

    /** How each is doing at this node, in no order. */
    public List<RelayReport> reports() {
        return byRecord.values().stream()
                .map(relay -> relay.attempts().report(relay.entry()))
                .toList();
    }

    private void changed(DirectoryChange change) {
        var relay = byRecord.get(change.key());
        if (relay != null) {
            switch (change) {
                case DirectoryChange.Owned(StreamRecord record) ->
                    relay.ownership().ownedBy(record);
                case DirectoryChange.Gone(var _) when yielding -> {}
                case DirectoryChange.Gone(var _) -> relay.ownership().tick();
            }
        }
    }

    /** Somebody in the cluster plays a stream that is pulled on demand. */
    public void wanted(StreamKey stream) {
        byRecord.values().stream()
                .filter(relay -> relay.isOnDemand() && relay.entry().stream().equals(stream))
                .forEach(relay -> relay.ownership().wanted());
    }

    /** The node is to stop: it gives its relays up while there is another one that can run them, which may be to stop as well. */
    public Future<?> drain() {
        draining = true;
        return handOver();
    }

    private Future<?> handOver() {
        return ports.successor().get().otherwise(false).compose(there -> {
            yielding = there;
            return there ? each(RelayOwnership::release) : Future.succeededFuture();
        });
    }

    /** Ends what this node runs, and gives it up: it takes no relay any more. Idempotent. */
    public Future<?> close() {
        closed = true;
        watch.close();
        return each(RelayOwnership::close);
    }

    private Future<?> each(Function<RelayOwnership, Future<?>> step) {
        return Future.join(byRecord.values().stream()
                        .map(Relay::ownership)
                        .map(step)
                        .toList())
                .otherwiseEmpty();
    }
}
