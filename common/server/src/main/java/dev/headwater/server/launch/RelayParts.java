package dev.headwater.server.launch;

import dev.headwater.cluster.NodesView;
import dev.headwater.media.hub.Hub;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.relay.GrantedAccess;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.relay.Pulls;
import dev.headwater.server.relay.RelayAddress;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.relay.RelayGrants;
import dev.headwater.server.relay.RelayIntroduction;
import dev.headwater.server.relay.RelaySelf;
import dev.headwater.server.relay.RelayUpstream;
import dev.headwater.server.relay.Upstreams;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpService;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What a node has to do with other nodes, whatever its role: links to their relay ports, pulls over them, and a relay port of its own. */
public final class RelayParts {
    private final NodeRole.Surroundings node;
    private final ClusterMembership membership;
    private final RelayGrants grants;
    private final Optional<NodeTls> tls;
    private final FlightRecorder flights;
    private final NodesView nodes;
    private final Hub hub;
    private final LoopContexts contexts;
    private final RelayConnector connector;
    private volatile Optional<RtmpPart> port = Optional.empty();

    public RelayParts(NodeRole.Surroundings node, ClusterMembership membership) {
        this.node = node;
        this.membership = membership;
        var config = node.config();
        var running = node.running();
        grants = Settings.grants(config, membership.clock());
        tls = NodeTls.of(node);
        flights = Settings.flights(config);
        node.metrics().clusterNodes(membership::nodesInSight);
        node.metrics().clusterMerges(membership::merges);
        nodes = new NodesView(membership.nodes(), System::nanoTime);
        hub = new Hub(running.derived(now -> Settings.hub(now, node.metrics(), node.heap())));
        contexts = new LoopContexts(node.vertx());
        connector = new RelayConnector(
                node.vertx(),
                contexts,
                running.derived(Settings::relayLinks),
                config.node().name(),
                grants,
                tls.map(NodeTls::settings));
    }

    /** Within which the nodes talk to each other; empty if they do so in the clear. */
    Optional<NodeTls> tls() {
        return tls;
    }

    FlightRecorder flights() {
        return flights;
    }

    LoopContexts contexts() {
        return contexts;
    }

    public NodesView nodes() {
        return nodes;
    }

    public Hub hub() {
        return hub;
    }

    public RelayConnector connector() {
        return connector;
    }

    /** Pulls a stream from the relay port of the node that has it. */
    public Upstreams upstreams() {
        return (loop, target, request, trace, events) ->
                RelayUpstream.open(connector, loop, target, request, trace, events);
    }

    /** Where the relay port of this node is, as other nodes are told; its number is 0 until it is open. Empty without such a port. */
    public Optional<RelayAddress> address() {
        return port.map(part -> new RelayAddress(Settings.relayHost(node.config()), part.port()));
    }

    /** @param own where nodes that are to pull from this one find it; empty if none is */
    public Pulls pulls(Upstreams upstreams, Supplier<Optional<RelayAddress>> own) {
        var config = node.config();
        return new Pulls(
                membership.streams(),
                nodes,
                upstreams,
                contexts::nextLoop,
                hub,
                node.running().derived(Settings::pull),
                new RelaySelf(
                        config.node().name(),
                        config.node().zone(),
                        own,
                        config.relay().fanout()),
                flights,
                node.metrics());
    }

    /** The relay port of this node; call it once. */
    public RtmpPart port(PortLimits limits, PublishGate gate, StreamSource source, PlayGreeting greeting) {
        var config = node.config();
        var service = new RtmpService(
                "relay",
                node.running().derived(Settings::relay),
                new GrantedAccess(grants, () -> address().orElseThrow(), node.metrics().access),
                limits,
                gate,
                source,
                greeting,
                RelayIntroduction.callers(grants),
                node.metrics().relay);
        var part = new RtmpPart(
                node.vertx(),
                service,
                Settings.relayPort(config, tls),
                config.eventLoops(),
                () -> Duration.ZERO,
                new Clients(FlightRecorder.OFF, node.trace()),
                new DescriptorBudget(node.vertx(), 0));
        port = Optional.of(part);
        return part;
    }
}
