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
import dev.headwater.server.launch.ServiceParts.RoleParts;
import dev.headwater.server.launch.Settings;
import dev.headwater.server.launch.VertxSetup;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.EdgeRedirect;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts an origin together: claiming gate, leases, the relay port, pulls for its own players. */
public final class OriginRole implements NodeRole {
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
        var config = surroundings.config();
        var relaying = new RelayParts(surroundings, membership);
        var local = new LocalPublications(surroundings.metrics().streams);
        var claims = claims(surroundings, relaying, local);
        var leases = new LeaseKeeper(claims);
        var gate = new ClaimingGate(claims, Settings.publishPolicy(surroundings.running()));

        var upstreams = new OriginUpstreams(
                config.node().name(), local, () -> surroundings.config().pull().silenceTimeout(), relaying.upstreams());
        // a leaf of the trees: nobody is sent to its relay port for what it pulls
        var pulls = relaying.pulls(upstreams, Optional::empty);
        var relaySource = new RelaySource(local, pulls);
        var relay = relaying.port(PortLimits.ofRelayPort(surroundings.heap()), gate, relaySource, relaySource);

        var service = new ServiceParts(surroundings, membership, relaying, pulls);
        var record = new RecordPart(surroundings, local::streams, service.access()::recorded);
        local.listen(record.recordings()::begin);
        var relays = foreignRelays(surroundings, relaying, service, claims);
        var ports = service.ports(gate, rtmpSource(surroundings, service), local::open);

        var vertx = surroundings.vertx();
        var announceInterval = config.cluster().announceInterval();
        var leasing = new PeriodicPart("leases", vertx, announceInterval, leases::announceAll, leases::close);
        var relayRuns = new PeriodicPart("relays", vertx, announceInterval, relays::tick, relays::drain, relays::close);
        return service.assembly(
                name(),
                ports,
                new OriginStreams(local, pulls, record.recordings()),
                relays::reports,
                new RoleParts(List.of(leasing, relay), List.of(record), List.of(relayRuns)));
    }

    private ClaimPorts claims(Surroundings surroundings, RelayParts relaying, LocalPublications local) {
        var config = surroundings.config();
        var directory = membership.streams();
        return new ClaimPorts(
                directory,
                new NodeLease(directory, leaseLife(config.cluster().recordLife()), System::nanoTime),
                local,
                new UnansweredCalls(),
                new ClaimRequests(
                        config.node().name(),
                        () -> relaying.address().orElseThrow(),
                        config.node().zone()),
                relaying.hub().ofSources(),
                config.relay().fanout(),
                surroundings.metrics());
    }

    /** They follow the list, the configuration, and what players at any node want. */
    private ForeignRelays foreignRelays(
            Surroundings surroundings, RelayParts relaying, ServiceParts service, ClaimPorts claims) {
        var config = surroundings.config();
        var self = new Forwarded(config.node().name(), 0);
        var relays = new ForeignRelays(
                service.relayList(),
                surroundings::config,
                new ForeignRelays.Ports(
                        membership.relays(),
                        claims.directory(),
                        claims.node()::sure,
                        key -> claims.requests().of(key, ClaimPolicy.REFUSE, self, 0),
                        () -> relaying.nodes()
                                .recent()
                                .map(nodes -> nodes.stream()
                                        .anyMatch(other -> canRunRelays(other)
                                                && !other.nodeId()
                                                        .equals(config.node().name()))),
                        config.cluster().recordLife(),
                        service.foreign(),
                        service.demand(),
                        new ClaimingGate(claims, app -> ClaimPolicy.REFUSE),
                        surroundings.metrics()));
        service.demand().listen(relays::wanted);
        surroundings.running().follow(next -> Future.succeededFuture(relays::refresh));
        service.relayList().follow(relays::refresh);
        return relays;
    }

    private static boolean canRunRelays(NodeRecord node) {
        return node.isOrigin() && !node.draining();
    }

    /** What players by RTMP get: the stream, or with {@code play.redirect=edge} where else they find it. */
    private static StreamSource rtmpSource(Surroundings surroundings, ServiceParts service) {
        var here = service.demand();
        var redirect =
                new EdgeRedirect(service.choice(), surroundings.config().node().zone(), here);
        return request -> switch (surroundings.config().play().redirect()) {
            case OFF -> here.open(request);
            case EDGE -> redirect.open(request);
        };
    }

    /** What this node owns it may lose after so long a sleep, by its member or by its records. */
    static Duration leaseLife(Duration recordLife) {
        return recordLife.compareTo(HazelcastCluster.STEADY_FOR) < 0 ? recordLife : HazelcastCluster.STEADY_FOR;
    }
}
