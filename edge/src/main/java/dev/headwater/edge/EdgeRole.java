package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.launch.ClusterMembership;
import dev.headwater.server.launch.NodeRole;
import dev.headwater.server.launch.Part;
import dev.headwater.server.launch.RelayParts;
import dev.headwater.server.launch.ServiceParts;
import dev.headwater.server.launch.ServiceParts.RoleParts;
import dev.headwater.server.launch.VertxSetup;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.relay.Pulls;
import dev.headwater.server.relay.RelayDownstream;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Puts an edge together: pulls for its players, publishes forwarded to origins. */
public final class EdgeRole implements NodeRole {
    private final ClusterMembership membership = new ClusterMembership(true);

    @Override
    public String name() {
        return NodeRecord.EDGE;
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
        NodeConfig config = surroundings.config();
        var relaying = new RelayParts(surroundings, membership);
        var pulls = relaying.pulls(relaying.upstreams(), relaying::address);
        var relay = relayPort(config, relaying, pulls);

        var connector = relaying.connector();
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        var forwarding = new ForwardingGate(
                new ForwardPorts(
                        relaying.nodes(),
                        new OriginChoice(config.node().zone(), random, System::nanoTime),
                        (origin, request, publisherId, seenEpoch, events) ->
                                RelayDownstream.open(connector, origin, request, publisherId, seenEpoch, events),
                        BacklogRoom.of(surroundings.heap()),
                        surroundings.metrics(),
                        random),
                surroundings.running().derived(ForwardSettings::of));

        var service = new ServiceParts(surroundings, membership, relaying, pulls);
        StreamSource published = request -> Future.succeededFuture(PlayDecision.NOT_FOUND); // nothing is, here
        var ports = service.ports(forwarding, service.demand(), published);
        var streams = new EdgeStreams(pulls, ports.rtmp()::clients);
        return service.assembly(name(), ports, streams, List::of, new RoleParts(relay, List.of(), List.of()));
    }

    /** The port for the nodes that pull from this one; none without {@code relay.fanout}. */
    private static List<Part> relayPort(NodeConfig config, RelayParts relaying, Pulls pulls) {
        if (config.relay().fanout() == 0) {
            return List.of();
        }
        PublishGate gate = request -> Future.succeededFuture(
                new PublishDecision.Refused(StatusCode.PUBLISH_DENIED, "an edge's relay port is for pulls"));
        return List.of(relaying.port(PortLimits.NONE, gate, pulls::relay, pulls));
    }
}
