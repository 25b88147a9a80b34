package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.hub.Hub;
import dev.headwater.server.auth.PublishAuthorisation;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.launch.ClusterMembership;
import dev.headwater.server.launch.NodeAnnouncer;
import dev.headwater.server.launch.NodeRole;
import dev.headwater.server.launch.PeriodicPart;
import dev.headwater.server.launch.PullsPart;
import dev.headwater.server.launch.RtmpPart;
import dev.headwater.server.launch.Settings;
import dev.headwater.server.launch.VertxSetup;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.relay.Pulls;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.relay.RelayDownstream;
import dev.headwater.server.relay.RelayUpstream;
import dev.headwater.server.rtmp.Callers;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.statics.Demand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
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
    public Future<?> leave() {
        return membership.leave();
    }

    @Override
    public Assembly assemble(Surroundings surroundings) {
        NodeConfig config = surroundings.config();
        Vertx vertx = surroundings.vertx();
        var metrics = surroundings.metrics();

        var contexts = new LoopContexts(vertx);
        var connector = new RelayConnector(
                vertx,
                contexts,
                Settings.sessionLimits(config.rtmp()),
                config.rtmp().chunkSize(),
                config.pull().connectTimeout(),
                config.node().name());
        var pulls = new Pulls(
                membership.streams(),
                (loop, record, seen, events) -> RelayUpstream.open(connector, loop, record, seen, events),
                contexts::nextLoop,
                new Hub(Settings.hub(config, metrics)),
                Settings.pull(config),
                metrics);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        var forwarding = new ForwardingGate(
                new ForwardPorts(
                        membership.nodes(),
                        new OriginChoice(config.node().zone(), random),
                        (origin, request, publisherId, seenEpoch, events) ->
                                RelayDownstream.open(connector, origin, request, publisherId, seenEpoch, events),
                        metrics,
                        random),
                new ForwardSettings(
                        config.player().queueBytes(),
                        config.pull().connectTimeout(),
                        config.pull().silenceTimeout(),
                        config.publish().forwardHold(),
                        config.pull().backoffMin(),
                        config.pull().backoffMax(),
                        config.gopCache().maxDuration(),
                        config.gopCache().maxBytes()));

        var demand = new Demand(vertx, config.relays(), pulls, pulls::streams);
        var rtmp = new RtmpPart(
                vertx,
                new RtmpService(
                        "rtmp",
                        Settings.rtmp(config),
                        new PublishAuthorisation(config.auth().publish(), forwarding),
                        demand,
                        PlayGreeting.NONE,
                        Callers.PUBLIC,
                        metrics.rtmp),
                config.rtmp().host(),
                config.rtmp().port(),
                config.eventLoops());
        var announcer = new NodeAnnouncer(membership.nodes(), name(), surroundings);

        return new Assembly(
                List.of(
                        membership.part(),
                        new PullsPart(pulls),
                        rtmp,
                        new PeriodicPart("demand", vertx, Demand.INTERVAL, demand::tellAll, Future::succeededFuture),
                        announcer.part()),
                List.of(membership.health()),
                Map.of(
                        "streams", membership::listStreams,
                        "nodes", membership::listNodes));
    }
}
