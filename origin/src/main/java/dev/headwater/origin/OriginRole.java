package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.hazelcast.HazelcastCluster;
import dev.headwater.media.hub.Hub;
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
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.relay.RelayIntroduction;
import dev.headwater.server.relay.RelaySelf;
import dev.headwater.server.relay.RelayUpstream;
import dev.headwater.server.relay.Upstreams;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.EdgeChoice;
import dev.headwater.server.route.EdgeRedirect;
import dev.headwater.server.route.Routes;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.statics.CallbackPushes;
import dev.headwater.server.statics.Demand;
import dev.headwater.server.statics.ForeignConnector;
import dev.headwater.server.statics.RelayList;
import dev.headwater.server.statics.StaticRelays;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

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
        var directory = membership.streams();
        var local = new LocalPublications(metrics.streams);
        var flights = Settings.flights(config);
        var hub = new Hub(running.derived(now -> Settings.hub(now, metrics, surroundings.heap())));

        var relayPort = new AtomicReference<RtmpPart>();
        var requests = new ClaimRequests(
                config.node().name(),
                Settings.relayHost(config),
                () -> relayPort.get().port(),
                config.node().zone());
        var calls = new UnansweredCalls();
        var leases = new LeaseKeeper(directory, local, calls, requests);
        var gate = new ClaimingGate(
                directory,
                local,
                calls,
                requests,
                Settings.publishPolicy(running),
                hub.ofSources(),
                leaseLife(config),
                config.relay().fanout(),
                metrics);

        var contexts = new LoopContexts(vertx);
        var connector = new RelayConnector(
                vertx,
                contexts,
                running.derived(Settings::relayLinks),
                config.node().name(),
                grants,
                tls.map(NodeTls::settings));
        Upstreams upstreams = (loop, target, request, trace, events) ->
                target.record().originId().equals(config.node().name())
                        ? PublicationUpstream.open(loop, local, target.record().key(), request.seen(), events)
                        : RelayUpstream.open(connector, loop, target, request, trace, events);
        // a leaf of the trees: nobody is sent to its relay port for what it pulls
        var self = new RelaySelf(
                config.node().name(),
                config.node().zone(),
                Optional::empty,
                config.relay().fanout());
        var pulls = new Pulls(
                directory,
                nodes,
                upstreams,
                contexts::nextLoop,
                hub,
                running.derived(Settings::pull),
                self,
                flights,
                metrics);

        var relaySource = new RelaySource(local, pulls);
        var relay = new RtmpPart(
                vertx,
                new RtmpService(
                        "relay",
                        running.derived(Settings::relay),
                        new GrantedAccess(grants, metrics.access),
                        PortLimits.ofRelayPort(surroundings.heap()),
                        gate,
                        relaySource,
                        relaySource,
                        RelayIntroduction.callers(grants),
                        metrics.relay),
                Settings.relayPort(config, tls),
                config.eventLoops(),
                () -> Duration.ZERO,
                new Clients(FlightRecorder.OFF, surroundings.trace()),
                new DescriptorBudget(vertx, 0));
        relayPort.set(relay);

        var relayList = new RelayList(running, membership.relayBook());
        var demand = new Demand(vertx, relayList, pulls, pulls::streams);
        var foreign = new ForeignConnector(vertx, contexts, running.derived(Settings::foreignLinks));
        var access = new AccessPart(
                surroundings, new CallbackPushes(foreign, demand, running.derived(NodeConfig::relays)), demand::pull);
        var choice = new EdgeChoice(nodes, () -> ThreadLocalRandom.current().nextLong());
        var routes = new Routes(
                directory, nodes, choice, demand::brings, config.node().zone());

        var yieldingGate = new ClaimingGate(
                directory,
                local,
                calls,
                requests,
                app -> ClaimPolicy.REFUSE,
                hub.ofSources(),
                leaseLife(config),
                config.relay().fanout(),
                metrics);
        var relays = new StaticRelays(
                relayList,
                running.derived(NodeConfig::relays),
                new StaticRelays.Surroundings(
                        membership.relays(),
                        key -> requests.of(
                                key,
                                ClaimPolicy.REFUSE,
                                new Forwarded(config.node().name(), 0),
                                0),
                        config.cluster().recordLife(),
                        foreign,
                        demand,
                        yieldingGate,
                        metrics));
        demand.learn();
        demand.listen(relays::wanted);
        running.follow(next -> Future.succeededFuture(relays::refresh));
        relayList.follow(relays::refresh);
        var redirect = new EdgeRedirect(choice, config.node().zone(), demand);
        StreamSource source = request -> switch (running.now().play().redirect()) {
            case OFF -> demand.open(request);
            case EDGE -> redirect.open(request);
        };

        var limits = new LimitsPart(surroundings, membership.uses());
        var ports = new ClientPorts(
                surroundings,
                flights,
                new ClientPorts.Doors(access, limits, gate, demand, source, local::open, routes));
        var streams = new OriginStreams(local, pulls);
        var announcer = new NodeAnnouncer(membership.nodes(), name(), surroundings, streams::keys);

        var control = new ControlPart(
                surroundings, membership.streams(), nodes, limits, ports, streams, relayList, relays::reports);
        var parts = new ArrayList<Part>();
        tls.map(NodeTls::part).ifPresent(parts::add);
        parts.addAll(List.<Part>of(
                membership.part(),
                control,
                new PeriodicPart(
                        "leases", vertx, config.cluster().announceInterval(), leases::announceAll, leases::close),
                relay,
                new PullsPart(pulls),
                access,
                limits));
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
                        "relays",
                        vertx,
                        config.cluster().announceInterval(),
                        relays::tick,
                        relays::close,
                        relays::close),
                new PeriodicPart(
                        "view of the nodes", vertx, NodesView.LOOK_INTERVAL, nodes::look, Future::succeededFuture),
                announcer.part()));
        return new Assembly(parts, List.of(membership.health()), control.api());
    }

    /** What this node owns it may lose after so long a sleep, by its member or by its records. */
    private static Duration leaseLife(NodeConfig config) {
        var recordLife = config.cluster().recordLife();
        return recordLife.compareTo(HazelcastCluster.STEADY_FOR) < 0 ? recordLife : HazelcastCluster.STEADY_FOR;
    }
}
