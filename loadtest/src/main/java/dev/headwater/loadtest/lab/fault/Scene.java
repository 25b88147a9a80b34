package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.lab.client.Broadcasts;
import dev.headwater.loadtest.lab.client.Clients;
import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Endpoints;
import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.NodeApi;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Network;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.PlayerHistory;
import dev.headwater.loadtest.lab.measure.Window;
import dev.headwater.loadtest.source.Format;
import dev.headwater.loadtest.source.Shape;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running cluster with streams and players, for one round of a fault. Confined to the lab's thread; its methods block. */
public final class Scene implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    /** A player that got nothing for so long is not flowing. */
    private static final Duration FLOWING = Duration.ofMillis(500);

    private static final Duration ARRIVAL = Duration.ofMillis(500);
    private static final double LEAST_STEADY_GAP_MS = 300;

    /** Whatever the control had, a viewer would notice more than that. */
    private static final double MOST_STEADY_GAP_MS = 500;

    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final LabSettings settings;
    private final LabCluster cluster;
    private final Clients clients = new Clients();
    private final List<Clients> farClients = new ArrayList<>();
    private final Broadcasts broadcasts;
    private final Notes notes;
    private final List<LabStream> streams = new ArrayList<>();
    private long beginNanos = System.nanoTime();
    private double controlGapMs;

    Scene(LabSettings settings, LabCluster cluster, boolean encodersMove) {
        this.settings = settings;
        this.cluster = cluster;
        notes = new Notes(settings.slack());
        broadcasts = new Broadcasts(clients, settings.retry(), encodersMove);
    }

    /** Brings encoders and players; returns when each player has a picture. */
    void open(Topology topology, Fault fault) throws InterruptedException {
        var entries = servers(settings.throughEdges() ? fault.forwarders(cluster) : cluster.origins());
        for (int i = 0; i < topology.streams(); i++) {
            Collections.rotate(entries, i == 0 ? 0 : -1);
            var audienceAt = endpoints(fault.audienceAt(cluster));
            add("stream-" + (i + 1), Endpoints.inTurn(entries), topology.players(), audienceAt, fault.homes(cluster));
        }
        for (var stream : streams) {
            awaitPictures(stream, topology.players());
        }
    }

    private LabStream add(String name, Endpoints ingests, int players, Endpoints audienceAt, int homes)
            throws InterruptedException {
        var encoder = broadcasts.start(name, ingests);
        require("the encoder of %s is let publish".formatted(name), encoder::isPublishing);
        var viewers = Viewers.open(clients, name, audienceAt, homes, players, ARRIVAL);
        var stream = new LabStream(name, encoder, viewers);
        streams.add(stream);
        return stream;
    }

    private void awaitPictures(LabStream stream, int players) throws InterruptedException {
        require(
                "all players of %s have a picture".formatted(stream.name()),
                () -> stream.viewers().served() == players);
    }

    private void require(String what, Waiting.Condition condition) throws InterruptedException {
        if (!Waiting.until(START_PATIENCE, condition)) {
            throw new NotSo(what, START_PATIENCE.toSeconds());
        }
    }

    /** What the players saw without a fault, for the limits of those that ought not to notice it. */
    void control(double gapP99Ms) {
        controlGapMs = gapP99Ms;
    }

    // ---- the company

    public LabSettings settings() {
        return settings;
    }

    public LabCluster cluster() {
        return cluster;
    }

    public Network network() {
        return cluster.network();
    }

    public Notes notes() {
        return notes;
    }

    public List<LabStream> streams() {
        return List.copyOf(streams);
    }

    /** The players of all streams. */
    public Audience everybody() throws InterruptedException {
        var players = new ArrayList<PlayerHistory>();
        for (var stream : streams) {
            players.addAll(stream.viewers().audience().players());
        }
        return new Audience(players);
    }

    /** The node that owns the stream, as the directory says. */
    public LabNode ownerOf(LabStream stream) throws InterruptedException {
        return cluster.node(ownerSeenBy(cluster.origins().getFirst(), stream)
                .orElseThrow(() -> new IllegalStateException("nobody owns " + stream.name()))
                .origin());
    }

    /** All streams that the node owns: an edge that forwards may have chosen the same origin for several. */
    public List<LabStream> streamsOf(LabNode owner) throws InterruptedException {
        var owned = new ArrayList<LabStream>();
        for (var stream : streams) {
            if (ownerOf(stream) == owner) {
                owned.add(stream);
            }
        }
        return owned;
    }

    public Optional<NodeApi.Owner> ownerSeenBy(LabNode node, LabStream stream) throws InterruptedException {
        return node.api().owner(stream.name());
    }

    /** Where clients of these nodes connect. */
    public static List<StreamUrl.Server> servers(List<LabNode> nodes) {
        return new ArrayList<>(nodes.stream()
                .map(node -> new StreamUrl.Server(
                        node.place().host(), node.place().ports().rtmp()))
                .toList());
    }

    /** A further encoder of the stream, at these nodes in turn. */
    public Encoder encoder(LabStream stream, List<LabNode> nodes) {
        return broadcasts.start(stream.name(), endpoints(nodes));
    }

    /** A further stream that nobody plays yet, published at these nodes in turn. It is none of {@link #streams}. */
    public LabStream further(String name, List<LabNode> nodes) {
        return further(name, nodes, Encoder.SHAPE);
    }

    /** The same of another shape. */
    public LabStream further(String name, List<LabNode> nodes, Shape shape) {
        return new LabStream(
                name,
                broadcasts.start(name, endpoints(nodes), Format.AVC_720P_AAC, shape),
                Viewers.open(clients, name, List.of(), 0, Duration.ZERO));
    }

    /**
     * A further stream, with players at the first {@code homes} of {@code audienceAt}. Returns when each has a picture.
     *
     * @param ingests where its encoder publishes, in turn
     */
    public LabStream stream(String name, List<LabNode> ingests, int players, List<LabNode> audienceAt, int homes)
            throws InterruptedException {
        return stream(name, endpoints(ingests), players, endpoints(audienceAt), homes);
    }

    /** The same, where the nodes that clients come to change in the course of time. */
    LabStream stream(String name, Endpoints ingests, int players, Endpoints audienceAt, int homes)
            throws InterruptedException {
        var stream = add(name, ingests, players, audienceAt, homes);
        awaitPictures(stream, players);
        return stream;
    }

    private static Endpoints endpoints(List<LabNode> nodes) {
        return Endpoints.inTurn(servers(nodes));
    }

    /** A further encoder of the stream, which codes in another way. */
    public Encoder encoder(LabStream stream, List<LabNode> nodes, Format format) {
        return broadcasts.start(stream.name(), endpoints(nodes), format, Encoder.SHAPE);
    }

    /** Further players of the stream, at these nodes in turn, who come within {@code time}. */
    public Viewers viewers(LabStream stream, List<LabNode> nodes, int count, Duration time) {
        return viewers(stream.name(), nodes, count, time);
    }

    /** Players of what has that name, though none of the lab's encoders sends it. */
    public Viewers viewers(String stream, List<LabNode> nodes, int count, Duration time) {
        return Viewers.open(clients, stream, servers(nodes), count, time);
    }

    /** One more player of the stream at that node, which comes from that address of the lab. */
    public Viewers viewerFrom(InetAddress address, LabStream stream, LabNode node) {
        var own = Clients.from(address);
        farClients.add(own);
        return Viewers.open(own, stream.name(), servers(List.of(node)), 1, Duration.ZERO);
    }

    // ---- the time

    /** The fault happens now: figures are of what follows. */
    public void begin() {
        beginNanos = System.nanoTime();
    }

    /** Since {@link #begin}. */
    public Window window() {
        return Window.since(beginNanos);
    }

    /** Milliseconds from {@link #begin} to {@code nanos}. */
    public double sinceBeginMs(long nanos) {
        return (nanos - beginNanos) / NANOS_PER_MILLI;
    }

    /** Waits until all players of the stream get pictures and sound, then {@code after}. @return whether they do */
    public boolean settle(LabStream stream, Duration patience) throws InterruptedException {
        boolean flows = flows(stream, patience);
        Waiting.pause(settings.after());
        return flows;
    }

    /** Waits until all players of the stream get pictures and sound. @return whether they do */
    public boolean flows(LabStream stream, Duration patience) throws InterruptedException {
        return Waiting.until(patience, () -> flows(stream.viewers()));
    }

    /** Whether all of these players get pictures and sound now. */
    static boolean flows(Viewers viewers) throws InterruptedException {
        return viewers.audience().flows(Window.since(System.nanoTime() - FLOWING.toNanos()));
    }

    /** The longest gap that players may have whom the fault does not concern, in milliseconds. */
    public double steadyGapMs() {
        return steadyGapMs(controlGapMs);
    }

    /** Players whom the fault does not concern: they notice nothing. */
    void unconcerned(String who, Audience audience) {
        var window = window();
        notes.atMostMs("gap of " + who, audience.gapMs(window), steadyGapMs());
        tellOfGap(who, audience, window);
        notes.untouched(", " + who, audience, window);
    }

    /**
     * What tells why it was: whether they missed sound or pictures, when in the fault, and how old pictures were. Those that came late
     * were held up on their way; those that did not were sent late, by the lab itself.
     */
    private void tellOfGap(String who, Audience audience, Window window) {
        notes.tellMs("gap of their pictures, " + who, audience.pictureGapMs(window));
        notes.tellMs("latency, " + who, audience.latencyMs(window));
        notes.tellMs(
                "the gap began after, " + who, sinceBeginMs(audience.gap(window).fromNanos()));
    }

    /** The gaps of a stream's players at each edge: a node's own are those of its own players. */
    void tellGapsAtEdges(LabStream stream) throws InterruptedException {
        var edges = cluster.edges();
        for (int i = 0; i < edges.size(); i++) {
            var gap = stream.viewers().audienceAt(i, edges.size()).gap(window());
            var its = notes.of("%s at %s".formatted(stream.name(), edges.get(i).name()));
            its.tellMs("gap", gap.ms());
            its.tellMs("the gap began after", sinceBeginMs(gap.fromNanos()));
        }
    }

    static double steadyGapMs(double controlGapMs) {
        return Math.clamp(2 * controlGapMs, LEAST_STEADY_GAP_MS, MOST_STEADY_GAP_MS);
    }

    @Override
    public void close() {
        streams.forEach(stream -> stream.viewers().leave());
        broadcasts.close();
        farClients.forEach(Clients::close);
        clients.close();
    }
}
