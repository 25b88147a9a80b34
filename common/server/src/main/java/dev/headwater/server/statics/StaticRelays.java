package dev.headwater.server.statics;

import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.config.RelaysConfig;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** All relays of the configuration, as one origin takes part in running them. Thread-safe. */
public final class StaticRelays {
    private final Map<StreamKey, RelayOwnership> byRecord = new HashMap<>();
    private final Map<StreamKey, RelayOwnership> onDemand = new HashMap<>();
    private final StreamDirectory.Watch watch;

    /**
     * Where the relays of a node run.
     *
     * @param directory of the relays, not of the streams
     * @param claims this node's, by key; they take over from no other node
     * @param recordLife how long a relay's owner is believed in unheard
     * @param answer how long a foreign server may take to answer
     */
    public record Surroundings(
            StreamDirectory directory,
            Function<StreamKey, ClaimRequest> claims,
            Duration recordLife,
            ForeignConnector connector,
            StreamSource source,
            PublishGate gate,
            Duration answer,
            NodeMetrics metrics) {}

    public StaticRelays(RelaysConfig config, Surroundings around) {
        var ports = new RelayPorts(
                around.connector(),
                around.source(),
                around.gate(),
                () -> ThreadLocalRandom.current().nextLong(),
                around.answer(),
                Demand.LIFE,
                config.backoffMin(),
                config.backoffMax());
        for (PullRelay relay : config.pull().orElse(List.of())) {
            var ownership = own("pull", relay.name(), around, ports, attempts -> new PullRun(relay, ports, attempts));
            if (!relay.always()) {
                onDemand.put(relay.stream(), ownership);
            }
        }
        for (PushRelay relay : config.push().orElse(List.of())) {
            own("push", relay.name(), around, ports, attempts -> new PushRun(relay, ports, attempts));
        }
        watch = around.directory().watch(this::changed);
    }

    private RelayOwnership own(
            String kind, String name, Surroundings around, RelayPorts ports, Function<Attempts, RelayRun> run) {
        var loop = around.connector().nextLoop();
        var gauge = around.metrics().relayState(kind, name, RelayState.class);
        var ownership = new RelayOwnership(
                name,
                around.directory(),
                around.claims(),
                around.recordLife(),
                loop,
                run.apply(new Attempts(kind + "=" + name, loop, gauge, ports)));
        byRecord.put(RelayOwnership.key(name), ownership);
        return ownership;
    }

    /** Claims what nobody runs and announces what this node runs; call it every {@code cluster.announce-interval}. */
    public Future<?> tick() {
        byRecord.values().forEach(RelayOwnership::tick);
        return Future.succeededFuture();
    }

    private void changed(DirectoryChange change) {
        var ownership = byRecord.get(change.key());
        if (ownership != null && change instanceof DirectoryChange.Gone) {
            ownership.tick();
        }
    }

    /** Somebody in the cluster plays a stream that is pulled on demand. */
    public void wanted(StreamKey stream) {
        var ownership = onDemand.get(stream);
        if (ownership != null) {
            ownership.wanted();
        }
    }

    /** Ends what this node runs, and gives it up: it takes no relay any more. Idempotent. */
    public Future<?> close() {
        watch.close();
        return Future.join(byRecord.values().stream().map(RelayOwnership::close).toList())
                .otherwiseEmpty();
    }
}
