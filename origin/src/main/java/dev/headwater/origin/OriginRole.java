package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.hazelcast.HazelcastCluster;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.foreign.ForeignRelays;
import dev.headwater.server.launch.ClusterMembership;
import dev.headwater.server.launch.NodeRole;
import dev.headwater.server.launch.PeriodicPart;
import dev.headwater.server.launch.RecordPart;
import dev.headwater.server.launch.RelayParts;
import dev.headwater.server.launch.ServiceParts;
import dev.headwater.server.launch.Settings;
import dev.headwater.server.launch.VertxSetup;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.relay.Upstreams;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.EdgeRedirect;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts an origin together: claiming gate, leases, the relay port, pulls for its own players. */
public final class OriginRole implements NodeRole {
    /** How often a stream of this node's own says within {@code pull.silence-timeout} that it is there. */
    private static final int PULSES_PER_SILENCE = 4;

    private final ClusterMembership membership = new ClusterMembership(false);

    @Override
    public String name() {
        return NodeRecord.ORIGIN;
    }

    @Override
    public Future<Vertx> join(NodeConfig config, VertxSetup setup) {
        return membership.join(config, setup);
    }

    @Override
    public Future<Void> lost() {
        return membership.lost();
    }

    @Override
    public Future<?> leave() {
        return membership.leave();
    }

    @Override
    public Assembly assemble(Surroundings surroundings) {
        var running = surroundings.running();
        NodeConfig config = surroundings.config();
        var metrics = surroundings.metrics();
        var directory = membership.streams();
        var relaying = new RelayParts(surroundings, membership);
        var local = new LocalPublications(metrics.streams);
        var requests = new ClaimRequests(
                config.node().name(),
                () -> relaying.address().orElseThrow(),
                config.node().zone());
        var calls = new UnansweredCalls();
        var node = new NodeLease(directory, leaseLife(config.cluster().recordLife()), System::nanoTime);
        var leases = new LeaseKeeper(directory, node, local, calls, requests);
        Function<Function<String, ClaimPolicy>, ClaimingGate> claiming = policy -> new ClaimingGate(
                directory,
                node,
                local,
                calls,
                requests,
                policy,
                relaying.hub().ofSources(),
                config.relay().fanout(),
                metrics);
        var gate = claiming.apply(Settings.publishPolicy(running));

        var elsewhere = relaying.upstreams();
        Upstreams upstreams = (loop, target, request, trace, events) ->
                target.record().originId().equals(config.node().name())
                        ? PublicationUpstream.open(
                                loop,
                                local,
                                target.record().key(),
                                request.seen(),
                                running.now().pull().silenceTimeout().dividedBy(PULSES_PER_SILENCE),
                                events)
                        : elsewhere.open(loop, target, request, trace, events);
        // a leaf of the trees: nobody is sent to its relay port for what it pulls
        var pulls = relaying.pulls(upstreams, Optional::empty);
        var relaySource = new RelaySource(local, pulls);
        var relay = relaying.port(PortLimits.ofRelayPort(surroundings.heap()), gate, relaySource, relaySource);

        var service = new ServiceParts(surroundings, membership, relaying, pulls);
        var demand = service.demand();
        var record = new RecordPart(surroundings, local::streams, service.access()::recorded);
        local.listen(record.recordings()::begin);
        var relays = new ForeignRelays(
                service.relayList(),
                running::now,
                new ForeignRelays.Surroundings(
                        membership.relays(),
                        directory,
                        node::sure,
                        key -> requests.of(
                                key,
                                ClaimPolicy.REFUSE,
                                new Forwarded(config.node().name(), 0),
                                0),
                        () -> relaying.nodes()
                                .recent()
                                .map(nodes -> nodes.stream()
                                        .anyMatch(other -> other.role().equals(NodeRecord.ORIGIN)
                                                && !other.draining()
                                                && !other.nodeId()
                                                        .equals(config.node().name()))),
                        config.cluster().recordLife(),
                        service.foreign(),
                        demand,
                        claiming.apply(app -> ClaimPolicy.REFUSE),
                        metrics));
        demand.listen(relays::wanted);
        running.follow(next -> Future.succeededFuture(relays::refresh));
        service.relayList().follow(relays::refresh);

        var redirect = new EdgeRedirect(service.choice(), config.node().zone(), demand);
        StreamSource source = request -> switch (running.now().play().redirect()) {
            case OFF -> demand.open(request);
            case EDGE -> redirect.open(request);
        };
        var ports = service.ports(gate, source, local::open);
        var announceInterval = config.cluster().announceInterval();
        var leasing =
                new PeriodicPart("leases", surroundings.vertx(), announceInterval, leases::announceAll, leases::close);
        var relayRuns = new PeriodicPart(
                "relays", surroundings.vertx(), announceInterval, relays::tick, relays::drain, relays::close);
        return service.assembly(
                name(),
                ports,
                new OriginStreams(local, pulls, record.recordings()),
                relays::reports,
                List.of(leasing, relay),
                List.of(record),
                List.of(relayRuns));
    }

    /** What this node owns it may lose after so long a sleep, by its member or by its records. */
    static Duration leaseLife(Duration recordLife) {
        return recordLife.compareTo(HazelcastCluster.STEADY_FOR) < 0 ? recordLife : HazelcastCluster.STEADY_FOR;
    }
}
