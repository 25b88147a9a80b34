package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.relay.RelayAddress;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.history.Call;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What decides at an origin who publishes, as {@link OriginRole} puts it together, and all that its publishers are told. Thread-safe. */
final class WitnessedOrigin {
    private final String nodeId;
    private final StreamDirectory directory;
    private final LeaseKeeper leases;
    private final ClaimingGate gate;
    private final Consumer<Call> history;

    /**
     * @param directory a {@link Witness}
     * @param policy by app
     */
    WitnessedOrigin(
            String nodeId,
            StreamDirectory directory,
            Function<String, ClaimPolicy> policy,
            Duration leaseLife,
            Consumer<Call> history) {
        this.nodeId = nodeId;
        this.directory = directory;
        this.history = history;
        var metrics = Origin.metrics(nodeId);
        var publications = new LocalPublications(metrics.streams);
        var calls = new UnansweredCalls();
        var requests = new ClaimRequests(nodeId, () -> new RelayAddress(nodeId + ".example", 19_350), "z");
        var node = new NodeLease(directory, leaseLife, System::nanoTime);
        var claims = new ClaimPorts(
                directory, node, publications, calls, requests, Origin.hub(System::nanoTime), 0, metrics);
        leases = new LeaseKeeper(claims);
        gate = new ClaimingGate(claims, policy);
    }

    /** Somebody wants to publish. */
    Broadcast publish(StreamKey key, Forwarded forwarded, EventLoop loop) {
        var broadcast = new Broadcast(nodeId, key, loop, history);
        broadcast.await(gate.admit(
                new PublishRequest(key, "192.0.2.1:1", forwarded, loop, broadcast, Trace.NONE, broadcast.left())));
        return broadcast;
    }

    /** To be called every {@code cluster.announce-interval}. */
    void announce() {
        leases.announceAll();
    }

    Future<Optional<StreamRecord>> find(StreamKey key) {
        return directory.find(key);
    }
}
