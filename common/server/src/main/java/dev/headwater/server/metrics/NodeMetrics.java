package dev.headwater.server.metrics;

import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** Headwater's own meters, the same on every node whatever its role. Thread-safe. */
public final class NodeMetrics {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final Duration[] PULL_SETUP_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    /** By stream, at the ports for broadcasters and players of all kinds; what nodes give each other is counted where it came in. */
    public final StreamTraffic traffic = new StreamTraffic();

    /** The port for broadcasters and players. */
    public final PortMeters rtmp;

    /** The port for other nodes. */
    public final PortMeters relay;

    /** The port for web players. */
    public final PortMeters http;

    /** What is made for players of HLS. */
    public final HlsMeters hls;

    public final TlsMeters tls;

    /** What the decisions on who may publish and play count. */
    public final AccessMeters access;

    /** What became of HTTP callbacks. */
    public final HookMeters hooks;

    /** What becomes of recordings. */
    public final RecordMeters record;

    /** What became of the spans of traces. */
    public final TraceMeters traces;

    public final LiveCount streams;

    /** What the streams' fan-out counts. */
    public final FanoutMeters fanout;

    /** Of single streams, where they were asked for. */
    public final StreamSeries streamSeries;

    public final LiveCount pulls;
    public final Counter startedPulls;
    public final Counter failedPulls;
    public final Counter detours;
    public final Counter detourAttempts;
    public final Counter pullsOverFanout;

    /** Of pulls that came about. */
    public final Timer pullSetup;

    public final Counter epochChanges;

    public final RouteMeters routes;

    public final Counter lostForwards;
    public final Counter resumedForwards;
    public final Counter droppedForwardFrames;

    public final Counter grantedClaims;
    public final Counter takeoverClaims;
    public final Counter refusedClaims;
    public final Counter failedClaims;

    public final Timer eventLoopLag;

    /** Whether the node was told to stop. */
    public final AtomicBoolean draining = new AtomicBoolean();

    private final MeterRegistry registry;

    /** @param node who this is, as tags of {@code headwater_node} */
    public NodeMetrics(MeterRegistry registry, NodeTags node) {
        this.registry = registry;
        Gauge.builder("headwater.node", () -> 1)
                .description("Always 1; its tags say what the node is")
                .tags(Tags.of("node", node.name(), "zone", node.zone(), "role", node.role(), "version", node.version()))
                .register(registry);
        Gauge.builder("headwater.time", () -> System.currentTimeMillis() / MILLIS_PER_SECOND)
                .description("The machine's time of day, since 1970")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("headwater.draining", draining, now -> now.get() ? 1 : 0)
                .description("1 from when the node is told to stop, else 0")
                .register(registry);
        rtmp = new PortMeters(registry, "rtmp", traffic::begin, Protocol.RTMP);
        relay = new PortMeters(registry, "relay", StreamTraffic.Share::unkept, Protocol.RTMP);
        http = new PortMeters(registry, "http", traffic::begin, Protocol.HTTP_FLV, Protocol.WS_FLV, Protocol.HLS);
        hls = new HlsMeters(registry);
        tls = new TlsMeters(registry);
        access = new AccessMeters(registry);
        hooks = new HookMeters(registry);
        record = new RecordMeters(registry);
        traces = new TraceMeters(registry);
        streams = new LiveCount(
                registry, "headwater.streams", "Streams that are live on this node", "streams", Tags.empty());
        fanout = new FanoutMeters(registry);
        streamSeries = new StreamSeries(registry);
        pulls = new LiveCount(
                registry, "headwater.pulls", "Streams that are pulled or looked for", "pulls", Tags.empty());
        startedPulls = Counter.builder("headwater.pull.started")
                .description("Attempts to pull a stream, by asking the node that owns it")
                .register(registry);
        failedPulls = Counter.builder("headwater.pull.failed")
                .description("Attempts that failed, and running pulls that were lost")
                .register(registry);
        detours = Counter.builder("headwater.pull.detours")
                .description(
                        "Pulls that went on through another node, since the one they asked was silent or out of reach")
                .register(registry);
        detourAttempts = Counter.builder("headwater.pull.detour.attempts")
                .description(
                        "Nodes asked besides, for a way around one that is silent or out of reach, or back to the owner")
                .register(registry);
        lostForwards = Counter.builder("headwater.forward.lost")
                .description("Forwarded publishes whose origin was lost or asked them to move")
                .register(registry);
        resumedForwards = Counter.builder("headwater.forward.resumed")
                .description("Forwarded publishes that went on at another origin, or at the same anew")
                .register(registry);
        droppedForwardFrames = Counter.builder("headwater.forward.dropped.frames")
                .description("Frames of forwarded publishes that no origin took")
                .baseUnit("frames")
                .register(registry);
        pullsOverFanout = Counter.builder("headwater.relay.over.fanout")
                .description("Pulls served although relay.fanout was reached, since no other node could be asked")
                .register(registry);
        pullSetup = Timer.builder("headwater.pull.setup")
                .description(
                        "Time from the first wish for a stream that is not here to the word of the node that it comes from")
                .serviceLevelObjectives(PULL_SETUP_BUCKETS)
                .register(registry);
        epochChanges = Counter.builder("headwater.epoch.changes")
                .description(
                        "Times that a stream that is pulled went on by another epoch, of another owner or of one that took it anew")
                .register(registry);
        routes = new RouteMeters(registry);
        grantedClaims = claims(registry, "granted");
        takeoverClaims = claims(registry, "takeover");
        refusedClaims = claims(registry, "refused");
        failedClaims = claims(registry, "failed");
        eventLoopLag = Timer.builder("headwater.event.loop.lag")
                .description("How late event loops run a task that is due")
                .register(registry);
    }

    private static Counter claims(MeterRegistry registry, String outcome) {
        return Counter.builder("headwater.claims")
                .description("Claims of a stream's name, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** @param ready whether {@code /readyz} sends clients here; asked at each look at the metrics, on any thread */
    public void ready(BooleanSupplier ready) {
        Gauge.builder("headwater.ready", () -> ready.getAsBoolean() ? 1 : 0)
                .description("1 while /readyz sends clients here, else 0")
                .register(registry);
    }

    /** @param isShort whether nobody new is let in for that; asked at each look at the metrics, on any thread */
    public void heapShort(BooleanSupplier isShort) {
        Gauge.builder("headwater.heap.short", () -> isShort.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while nobody new is let in since the heap is short of room (limits.heap-percent), else 0")
                .register(registry);
    }

    /** @param inSight asked at each look at the metrics, on any thread */
    public void clusterNodes(IntSupplier inSight) {
        Gauge.builder("headwater.cluster.nodes", inSight::getAsInt)
                .description("Nodes that this one sees in its cluster, itself included; 0 when it has left")
                .register(registry);
    }

    /** @param sofar asked at each look at the metrics, on any thread */
    public void clusterMerges(IntSupplier sofar) {
        FunctionCounter.builder("headwater.cluster.merges", sofar, IntSupplier::getAsInt)
                .description(
                        "Times that the cluster was split, and this node's side gave way to the other and was taken in again")
                .register(registry);
    }

    /** @param now asked at each look at the metrics, on any thread */
    public void heldPlayers(IntSupplier now) {
        Gauge.builder("headwater.held.players", now::getAsInt)
                .description("Players of pulls that have lost their source, who stay until there is another")
                .baseUnit("players")
                .register(registry);
    }

    /**
     * How many pulls are in each state.
     *
     * @param inState asked at each look at the metrics, on any thread
     */
    public <E extends Enum<E>> void pullStates(Class<E> states, ToIntFunction<E> inState) {
        for (E state : states.getEnumConstants()) {
            Gauge.builder("headwater.pull.state", () -> inState.applyAsInt(state))
                    .description("Pulls that are in the state")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /**
     * The state of one relay.
     *
     * @param kind {@code pull} or {@code push}
     * @param relay its name in the configuration
     */
    public <E extends Enum<E>> StateGauge<E> relayState(String kind, String relay, Class<E> states) {
        return new StateGauge<>(
                registry,
                "headwater.relay.state",
                "1 for the state that a relay is in on this node, else 0",
                Tags.of("kind", kind, "relay", relay),
                states);
    }

    /** Who a node is. */
    public record NodeTags(String name, String zone, String role, String version) {}
}
