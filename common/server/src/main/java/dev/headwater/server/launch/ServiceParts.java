package dev.headwater.server.launch;

import dev.headwater.cluster.NodesView;
import dev.headwater.server.control.StreamsHere;
import dev.headwater.server.foreign.CallbackPushes;
import dev.headwater.server.foreign.Demand;
import dev.headwater.server.foreign.ForeignConnector;
import dev.headwater.server.foreign.RelayList;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.relay.Pulls;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.ReturnGate;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.EdgeChoice;
import dev.headwater.server.route.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What a node serves broadcasters, players and operators with, whatever its role: who is let in, what is relayed because somebody wants
 * it, the ports, and the control.
 */
public final class ServiceParts {
    private final NodeRole.Surroundings node;
    private final ClusterMembership membership;
    private final RelayParts relaying;
    private final Pulls pulls;
    private final RelayList relayList;
    private final Demand demand;
    private final ForeignConnector foreign;
    private final AccessPart access;
    private final LimitsPart limits;
    private final EdgeChoice choice;
    private final long run = ThreadLocalRandom.current().nextLong();

    public ServiceParts(NodeRole.Surroundings node, ClusterMembership membership, RelayParts relaying, Pulls pulls) {
        this.node = node;
        this.membership = membership;
        this.relaying = relaying;
        this.pulls = pulls;
        var running = node.running();
        relayList = new RelayList(running, membership.relayBook());
        demand = new Demand(node.vertx(), relayList, pulls, pulls::streams);
        demand.learn();
        foreign = new ForeignConnector(node.vertx(), relaying.contexts(), running.derived(Settings::foreignLinks), run);
        access = new AccessPart(node, new CallbackPushes(foreign, demand, running::now), demand::pull);
        limits = new LimitsPart(node, membership.uses());
        choice = new EdgeChoice(
                relaying.nodes(), () -> ThreadLocalRandom.current().nextLong());
    }

    /** Who may, and what callbacks are told. */
    public AccessPart access() {
        return access;
    }

    /** The relays from and to foreign servers, as configured and as added. */
    public RelayList relayList() {
        return relayList;
    }

    /** What players get at this node, wherever it comes from. */
    public Demand demand() {
        return demand;
    }

    /** Links to servers that are no nodes. */
    public ForeignConnector foreign() {
        return foreign;
    }

    public EdgeChoice choice() {
        return choice;
    }

    /**
     * The ports for clients.
     *
     * @param rtmpSource of what players by RTMP get, whom it may send to another node
     * @param published what is published at this node and nothing else
     */
    public ClientPorts ports(PublishGate gate, StreamSource rtmpSource, StreamSource published) {
        var routes = new Routes(
                membership.streams(),
                relaying.nodes(),
                choice,
                demand::brings,
                node.config().node().zone());
        return new ClientPorts(
                node,
                relaying.flights(),
                new ClientPorts.Doors(
                        access, limits, new ReturnGate(relaying.nodes(), gate), demand, rtmpSource, published, routes));
    }

    /**
     * What a role adds, by its place in the order of the start; it stops in reverse.
     *
     * @param beforeAccess what is there until all clients have left and callbacks were told of it
     * @param beforePorts what clients find, and callbacks are told of
     * @param afterPorts what serves no client, and itself needs what does
     */
    public record RoleParts(List<Part> beforeAccess, List<Part> beforePorts, List<Part> afterPorts) {
        public RoleParts {
            beforeAccess = List.copyOf(beforeAccess);
            beforePorts = List.copyOf(beforePorts);
            afterPorts = List.copyOf(afterPorts);
        }
    }

    /**
     * All of it.
     *
     * @param streams what the node has to tell of its streams
     * @param reports of the relays that the node takes part in running
     */
    public NodeRole.Assembly assembly(
            String role, ClientPorts ports, StreamsHere streams, Supplier<List<RelayReport>> reports, RoleParts own) {
        var control = new ControlPart(
                node, membership.streams(), relaying.nodes(), limits, ports, streams, relayList, reports);
        var announcer = new NodeAnnouncer(
                membership.nodes(),
                role,
                node,
                new NodeLoad(node, limits.limiter()::playersLoad, ports::hlsLoad),
                streams::keys,
                run);
        var parts = new ArrayList<Part>();
        relaying.tls().map(NodeTls::part).ifPresent(parts::add);
        parts.add(membership.part());
        parts.add(control);
        parts.addAll(own.beforeAccess());
        parts.add(new PullsPart(pulls));
        parts.add(access);
        parts.addAll(own.beforePorts());
        parts.add(limits);
        parts.addAll(ports.parts());
        parts.add(StreamSeriesPart.of(node, ports.rtmp(), streams));
        parts.add(new PeriodicPart("demand", node.vertx(), Demand.INTERVAL, demand::tellAll));
        parts.add(new PeriodicPart(
                "added relays", node.vertx(), node.config().cluster().announceInterval(), relayList::refresh));
        parts.addAll(own.afterPorts());
        parts.add(new PeriodicPart("view of the nodes", node.vertx(), NodesView.LOOK_INTERVAL, relaying.nodes()::look));
        parts.add(announcer.part());
        return new NodeRole.Assembly(parts, List.of(membership.health()), control.api());
    }
}
