package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.Viewer;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A pull that a test looks at, whom it finds, and who wants it, in virtual time. */
final class PullRig implements AutoCloseable {
    static final StreamKey KEY = new StreamKey("live", "one");
    static final StreamRecord OWNED = record(1, "o1");
    static final Epoch ONE = Epoch.of(OWNED);
    static final RelayAddress NEAR = new RelayAddress("near", 19_350);
    static final RelayAddress FAR = new RelayAddress("far", 19_350);
    static final RelayAddress HAS_IT = new RelayAddress("has-it", 19_350);
    static final Duration QUIET = Duration.ofMillis(1_800); // half of the silence, and a look
    static final PullSettings SETTINGS = settings(Duration.ofSeconds(30));
    private static final RelaySelf SELF = new RelaySelf("me", "z", Optional::empty, 0);

    final EmbeddedChannel time = new EmbeddedChannel();
    final FakeDirectory directory = new FakeDirectory();
    final FakeUpstreams upstreams = new FakeUpstreams();
    final LocalNodeDirectory nodes = new LocalNodeDirectory();
    final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("me", "z", "edge", "test"));
    final DetourChoice ways;
    final StreamPull pull;

    /** All that joined. */
    final List<CapturingPlayer> players = new ArrayList<>();

    /** When those go who only opened the stream. */
    final Promise<Void> left = Promise.promise();

    final List<StreamPull> ended = new ArrayList<>();
    private final AtomicLong looks = new AtomicLong();

    PullRig() {
        this(SETTINGS, SELF);
    }

    /** The directory knows the owner, and players are held for very long. */
    static PullRig owned() {
        var rig = new PullRig(settings(Duration.ofMinutes(10)), SELF);
        rig.directory.says(OWNED);
        return rig;
    }

    PullRig(PullSettings settings, RelaySelf self) {
        time.freezeTime();
        var view = new NodesView(nodes, () -> looks.addAndGet(TimeUnit.SECONDS.toNanos(2))); // never fresh
        ways = new DetourChoice(view, self, new SplittableRandom(1));
        var ports = new PullPorts(
                directory,
                ways,
                upstreams,
                (key, loop, listener) -> new LiveStream(key, loop, Limits.HUB, listener),
                self,
                metrics,
                new SplittableRandom(1),
                ended::add);
        pull = new StreamPull(KEY, time.eventLoop(), ports, settings, FlightRecorder.OFF.log());
    }

    static PullSettings settings(Duration hold) {
        return new PullSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                hold,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                Duration.ofMillis(100),
                Duration.ofSeconds(2));
    }

    @Override
    public void close() {
        pull.end(EndReason.SHUTDOWN, "test is over");
        time.runPendingTasks();
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    /** In steps, so that timers which a timer sets run in their turn. */
    void advance(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 50) {
            time.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            time.runScheduledPendingTasks();
            time.runPendingTasks();
        }
    }

    /** The upstream lives meanwhile. */
    void advanceWithBytes(FakeUpstreams.Opened upstream, Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 500) {
            advance(Duration.ofMillis(500));
            upstream.alive();
        }
    }

    /** The last one does. */
    void advanceWithBytes(Duration span) {
        advanceWithBytes(upstreams.last(), span);
    }

    // ---- the cluster --------------------------------------------------------------------------------------------

    static StreamRecord record(long epoch, String origin) {
        return Records.claimed(KEY, origin, epoch);
    }

    /** Of a publication after that of {@link #record(long, String)}. */
    static StreamRecord laterClaim(long epoch, String origin) {
        return Records.claimed(KEY, origin, epoch, Instant.ofEpochSecond(1), "");
    }

    /** {@link #OWNED}, whose owner has come so far. */
    static StreamRecord at(long timelineMs) {
        return OWNED.at(timelineMs, "");
    }

    /** The owner that it has left does not say a word. */
    void moved(StreamRecord record) {
        pull.recordChanged(record);
        advance(Duration.ofMillis(250));
    }

    void near() {
        node(NEAR, "z", HeldStreams.NONE);
    }

    void node(RelayAddress relay, String zone, HeldStreams streams) {
        node(relay.host(), relay.port(), zone, false, streams);
    }

    void node(String name, int relayPort, String zone, boolean draining, HeldStreams streams) {
        nodes.announce(TestNode.origin(name)
                        .zone(zone)
                        .host(name)
                        .relay(relayPort)
                        .draining(draining)
                        .streams(streams)
                        .record())
                .await();
    }

    /** A node that pulls from the one under test. */
    Future<PlayDecision> relay(PullRequest request) {
        return relay(request, reason -> {}, Promise.<Void>promise().future());
    }

    Future<PlayDecision> relay(PullRequest request, Viewer viewer, Future<Void> left) {
        Promise<PlayDecision> promise = Promise.promise();
        pull.relay(
                new PlayRequest(KEY, request.query(), "192.0.2.1:1", false, viewer, Trace.NONE, left),
                request.fetch(),
                promise);
        time.runPendingTasks();
        return promise.future();
    }

    // ---- players ------------------------------------------------------------------------------------------------

    Future<PlayDecision> open() {
        Promise<PlayDecision> promise = Promise.promise();
        assertThat(pull.open(promise, Trace.NONE, left.future())).isTrue();
        time.runPendingTasks();
        return promise.future();
    }

    static LiveStream streamOf(PlayDecision decision) {
        return ((PlayDecision.Found) decision).stream();
    }

    /** Opens and joins, as a player's connection does. */
    CapturingPlayer play() {
        var player = new CapturingPlayer();
        players.add(player);
        open().onSuccess(decision -> {
            if (decision instanceof PlayDecision.Found(LiveStream stream)) {
                player.join(stream, time.eventLoop());
            }
        });
        time.runPendingTasks();
        return player;
    }

    /** The one that came first. */
    CapturingPlayer player() {
        return players.getFirst();
    }

    /** Plays what the owner, or somebody below it, sends. */
    FakeUpstreams.Opened playing(String... path) {
        play();
        greets(path);
        gop(0);
        return upstreams.last();
    }

    /** The same, a second later. */
    CapturingPlayer livePlayer() {
        directory.says(OWNED);
        playing("o1");
        advanceWithBytes(Duration.ofSeconds(1)); // the player is in
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        return players.getLast();
    }

    /** The last player is gone, and the next one is on its way in. */
    void nextPlayerIsLetIn() {
        livePlayer().leave();
        time.runPendingTasks();
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
        assertThat(open().result()).isInstanceOf(PlayDecision.Found.class);
    }

    // ---- upstreams ----------------------------------------------------------------------------------------------

    /** Who was asked last serves us with {@link #OWNED}. */
    void greets(String... path) {
        upstreams.last().greets(ONE, path);
        time.runPendingTasks();
    }

    /** A header, a key frame and another, 40 ms after it. */
    void gop(FakeUpstreams.Opened upstream, long fromMs) {
        upstream.frame(FrameKind.VIDEO, fromMs, Payloads.avcSequenceHeader())
                .frame(FrameKind.VIDEO, fromMs, Payloads.avcKeyFrame((int) fromMs))
                .frame(FrameKind.VIDEO, fromMs + 40, Payloads.avcInterFrame((int) fromMs + 1));
        time.runPendingTasks();
    }

    /** From who was asked last. */
    void gop(long fromMs) {
        gop(upstreams.last(), fromMs);
    }

    /** Those that were asked in the owner's place. */
    List<FakeUpstreams.Opened> detours() {
        return IntStream.range(0, upstreams.count())
                .mapToObj(upstreams::nth)
                .filter(upstream -> upstream.target().isDetour())
                .toList();
    }

    void assertAsked(RelayAddress place) {
        assertThat(upstreams.last().target()).isEqualTo(PullTarget.detour(OWNED, place));
        assertThat(upstreams.last().request().fetch()).isTrue();
    }

    void assertOwnerAsked() {
        assertThat(upstreams.last().target()).isEqualTo(PullTarget.owner(OWNED));
        assertThat(upstreams.last().request().fetch()).isFalse();
    }
}
