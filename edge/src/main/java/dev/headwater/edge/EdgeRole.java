package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.media.hub.Hub;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.launch.AccessPart;
import dev.headwater.server.launch.ClientPorts;
import dev.headwater.server.launch.ClusterMembership;
import dev.headwater.server.launch.ControlPart;
import dev.headwater.server.launch.LimitsPart;
import dev.headwater.server.launch.NodeAnnouncer;
import dev.headwater.server.launch.NodeRole;
import dev.headwater.server.launch.NodeTls;
import dev.headwater.server.launch.Part;
import dev.headwater.server.launch.PeriodicPart;
import dev.headwater.server.launch.PullsPart;
import dev.headwater.server.launch.RtmpPart;
import dev.headwater.server.launch.Settings;
import dev.headwater.server.launch.StreamSeriesPart;
import dev.headwater.server.launch.VertxSetup;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.relay.GrantedAccess;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.relay.Pulls;
import dev.headwater.server.relay.RelayAddress;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.relay.RelayDownstream;
import dev.headwater.server.relay.RelayGrants;
import dev.headwater.server.relay.RelayIntroduction;
import dev.headwater.server.relay.RelaySelf;
import dev.headwater.server.relay.RelayUpstream;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.EdgeChoice;
import dev.headwater.server.route.Routes;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.statics.CallbackPushes;
import dev.headwater.server.statics.Demand;
import dev.headwater.server.statics.ForeignConnector;
import dev.headwater.server.statics.RelayList;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
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
    public Future<?> leave() {
        return membership.leave();
    }

    @Override
    public Assembly assemble(Surroundings surroundings) {
        var running = surroundings.running();
        NodeConfig config = surroundings.config();
        Vertx vertx = surroundings.vertx();
        var metrics = surroundings.metrics();
        var grants = Settings.grants(config, membership.clock());
        var tls = NodeTls.of(surroundings);
        metrics.clusterNodes(membership::nodesInSight);
        metrics.clusterMerges(membership::merges);
        var nodes = new NodesView(membership.nodes(), System::nanoTime);

        var flights = Settings.flights(config);
        var contexts = new LoopContexts(vertx);
        var connector = new RelayConnector(
                vertx,
                contexts,
                running.derived(Settings::relayLinks),
                config.node().name(),
                grants,
                tls.map(NodeTls::settings));
        var relayPort = new AtomicReference<Optional<RtmpPart>>(Optional.empty());
        var self = new RelaySelf(
                config.node().name(),
                config.node().zone(),
                () -> relayPort.get().map(open -> new RelayAddress(Settings.relayHost(config), open.port())),
                config.relay().fanout());
        var pulls = new Pulls(
                membership.streams(),
                nodes,
                (loop, target, request, trace, events) ->
                        RelayUpstream.open(connector, loop, target, request, trace, events),
                contexts::nextLoop,
                new Hub(running.derived(now -> Settings.hub(now, metrics, surroundings.heap()))),
                running.derived(Settings::pull),
                self,
                flights,
                metrics);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        relayPort.set(relay(surroundings, pulls, grants, tls));
        var forwarding = new ForwardingGate(
                new ForwardPorts(
                        nodes,
                        new OriginChoice(config.node().zone(), random, System::nanoTime),
                        (origin, request, publisherId, seenEpoch, events) ->
                                RelayDownstream.open(connector, origin, request, publisherId, seenEpoch, events),
                        metrics,
                        random),
                running.derived(ForwardSettings::of));

        var relayList = new RelayList(running, membership.relayBook());
        var demand = new Demand(vertx, relayList, pulls, pulls::streams);
        demand.learn();
        var foreign = new ForeignConnector(vertx, contexts, running.derived(Settings::foreignLinks));
        var access = new AccessPart(
                surroundings, new CallbackPushes(foreign, demand, running.derived(NodeConfig::relays)), demand::pull);
        var limits = new LimitsPart(surroundings, membership.uses());
        var choice = new EdgeChoice(nodes, random);
        var routes = new Routes(
                membership.streams(),
                nodes,
                choice,
                demand::brings,
                config.node().zone());
        StreamSource published = request -> Future.succeededFuture(PlayDecision.NOT_FOUND); // nothing is, here
        var ports = new ClientPorts(
                surroundings,
                flights,
                new ClientPorts.Doors(access, limits, forwarding, demand, demand, published, routes));
        var announcer = new NodeAnnouncer(membership.nodes(), name(), surroundings, pulls::keys);

        var streams = new EdgeStreams(pulls, ports.rtmp()::clients);
        var control =
                new ControlPart(surroundings, membership.streams(), nodes, limits, ports, streams, relayList, List::of);

        var parts = new ArrayList<Part>();
        tls.map(NodeTls::part).ifPresent(parts::add);
        parts.add(membership.part());
        parts.add(control);
        relayPort.get().ifPresent(parts::add);
        parts.addAll(List.of(new PullsPart(pulls), access, limits));
        parts.addAll(ports.parts());
        parts.add(StreamSeriesPart.of(surroundings, ports.rtmp(), streams));
        parts.addAll(List.of(
                new PeriodicPart("demand", vertx, Demand.INTERVAL, demand::tellAll, Future::succeededFuture),
                new PeriodicPart(
                        "added relays",
                        vertx,
                        config.cluster().announceInterval(),
                        relayList::refresh,
                        Future::succeededFuture),
                new PeriodicPart(
                        "view of the nodes", vertx, NodesView.LOOK_INTERVAL, nodes::look, Future::succeededFuture),
                announcer.part()));
        return new Assembly(parts, List.of(membership.health()), control.api());
    }

    /** The port for the nodes that pull from this one; none without {@code relay.fanout}. */
    private static Optional<RtmpPart> relay(
            Surroundings surroundings, Pulls pulls, RelayGrants grants, Optional<NodeTls> tls) {
        NodeConfig config = surroundings.config();
        if (config.relay().fanout() == 0) {
            return Optional.empty();
        }
        var service = new RtmpService(
                "relay",
                surroundings.running().derived(Settings::relay),
                new GrantedAccess(grants, surroundings.metrics().access),
                PortLimits.NONE,
                request -> Future.succeededFuture(
                        new PublishDecision.Refused(StatusCode.PUBLISH_DENIED, "an edge's relay port is for pulls")),
                pulls::relay,
                pulls,
                RelayIntroduction.callers(grants),
                surroundings.metrics().relay);
        return Optional.of(new RtmpPart(
                surroundings.vertx(),
                service,
                Settings.relayPort(config, tls),
                config.eventLoops(),
                () -> Duration.ZERO,
                new Clients(FlightRecorder.OFF, surroundings.trace()),
                new DescriptorBudget(surroundings.vertx(), 0)));
    }
}
