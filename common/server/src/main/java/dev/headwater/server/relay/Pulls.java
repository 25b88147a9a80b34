package dev.headwater.server.relay;

import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.PlayGreeting;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every stream that this node pulls: one {@link StreamPull} per stream however many players ask. Thread-safe.
 *
 * <p>Bounded by the players that wait or play, so by {@code rtmp.max-connections}.
 */
public final class Pulls implements StreamSource, PlayGreeting {
    private static final PlayDecision STOPPING = new PlayDecision.Refused("this node is to stop");

    private final Map<StreamKey, Placed> pulls = new ConcurrentHashMap<>();
    private final Supplier<EventLoop> loops;
    private final PullPorts ports;
    private final Supplier<PullSettings> settings;
    private final FlightRecorder recorder;
    private final NodeMetrics metrics;
    private final StreamDirectory.Watch watch;
    private volatile boolean closed;
    private volatile boolean keepsNodes = true;

    /** A pull and the loop that owns it. */
    private record Placed(StreamPull pull, EventLoop loop) {}

    /**
     * @param loops gives the event loop of the next pull
     * @param settings of the next pull
     */
    public Pulls(
            StreamDirectory directory,
            NodesView nodes,
            Upstreams upstreams,
            Supplier<EventLoop> loops,
            Hub hub,
            Supplier<PullSettings> settings,
            RelaySelf self,
            FlightRecorder recorder,
            NodeMetrics metrics) {
        this.recorder = recorder;
        this.loops = loops;
        this.settings = settings;
        this.metrics = metrics;
        this.ports = new PullPorts(
                directory,
                new DetourChoice(nodes, self, () -> ThreadLocalRandom.current().nextLong()),
                upstreams,
                (key, loop, listener) -> new LiveStream(key, loop, hub, listener),
                self,
                metrics,
                () -> ThreadLocalRandom.current().nextLong(),
                this::ended);
        this.watch = directory.watch(this::changed);
        metrics.heldPlayers(() -> pulls.values().stream()
                .map(Placed::pull)
                .filter(StreamPull::isHeld)
                .mapToInt(pull -> pull.stream().players())
                .sum());
        metrics.pullStates(PullState.class, state -> (int) pulls.values().stream()
                .filter(placed -> placed.pull().state() == state)
                .count());
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        Promise<PlayDecision> promise = Promise.promise();
        open(request, promise);
        return promise.future();
    }

    private void open(PlayRequest request, Promise<PlayDecision> promise) {
        if (closed) {
            promise.complete(PlayDecision.NOT_FOUND);
            return;
        }
        var placed = pulls.computeIfAbsent(request.key(), this::place);
        placed.loop().execute(() -> {
            if (closed) {
                promise.complete(PlayDecision.NOT_FOUND);
                forget(placed);
            } else if (!placed.pull().open(promise, request.trace(), request.left())) {
                remove(placed);
                open(request, promise);
            }
        });
    }

    /** The relay port's answer to another node: a stream that is pulled now, or that is to be fetched for it, and nothing else. */
    public Future<PlayDecision> relay(PlayRequest request) {
        if (!servesNodes()) {
            return Future.succeededFuture(STOPPING);
        }
        boolean fetch = PullRequest.parse(request.query()).fetch();
        var placed = fetch ? pulls.computeIfAbsent(request.key(), this::place) : pulls.get(request.key());
        if (placed == null) {
            return Future.succeededFuture(PlayDecision.NOT_FOUND);
        }
        Promise<PlayDecision> promise = Promise.promise();
        placed.loop().execute(() -> {
            if (servesNodes()) {
                placed.pull().relay(request, fetch, promise);
            } else {
                promise.complete(STOPPING);
                forget(placed);
            }
        });
        return promise.future();
    }

    private boolean servesNodes() {
        return keepsNodes && !closed;
    }

    /** A pull that was placed while the others were ended, and is for nobody. On its loop. */
    private static void forget(Placed placed) {
        if (placed.pull().state() == PullState.IDLE) {
            placed.pull().end(EndReason.SHUTDOWN, "the node is to stop");
        }
    }

    /** The relay port's greeting. */
    @Override
    public Map<String, AmfValue> of(LiveStream stream) {
        var placed = pulls.get(stream.key());
        return placed == null || placed.pull().stream() != stream
                ? Map.of()
                : placed.pull().greeting().map(RelayGreeting::properties).orElse(Map.of());
    }

    /** Sends the nodes that pull from here elsewhere, and lets no further ones in: this node is to go. */
    public void letGoOfNodes() {
        keepsNodes = false;
        for (Placed placed : pulls.values()) {
            placed.loop().execute(placed.pull()::letGoOfNodes);
        }
    }

    private Placed place(StreamKey key) {
        var loop = loops.get();
        metrics.pulls.increment();
        return new Placed(new StreamPull(key, loop, ports, settings.get(), recorder.log()), loop);
    }

    private void ended(StreamPull pull) {
        if (pull.isOfThisNode()) {
            recorder.ended(pull.flight());
        }
        var placed = pulls.get(pull.key());
        if (placed != null && placed.pull() == pull) {
            remove(placed);
        }
    }

    private void remove(Placed placed) {
        if (pulls.remove(placed.pull().key(), placed)) {
            metrics.pulls.decrement();
        }
    }

    private void changed(DirectoryChange change) {
        switch (change) {
            case DirectoryChange.Owned(StreamRecord record) -> {
                var placed = pulls.get(record.key());
                if (placed != null) {
                    placed.loop().execute(() -> placed.pull().recordChanged(record));
                }
            }
            case DirectoryChange.Gone(StreamKey key) -> {
                // a running stream goes on as long as its bytes do; a waiting one hears of the next owner
            }
        }
    }

    /** The streams that are pulled now, or looked for. */
    public Collection<LiveStream> streams() {
        return pulls.values().stream().map(placed -> placed.pull().stream()).toList();
    }

    /** Where the pull of a stream stands, in lower case; empty if there is none. */
    public Optional<String> stateOf(StreamKey key) {
        return Optional.ofNullable(pulls.get(key))
                .map(placed -> placed.pull().state().name().toLowerCase(Locale.ROOT));
    }

    /** The node that a stream comes from; empty while it comes from none. */
    public Optional<String> parentOf(StreamKey key) {
        return Optional.ofNullable(pulls.get(key))
                .flatMap(placed -> placed.pull().greeting())
                .map(RelayGreeting::path)
                .filter(path -> path.size() > 1)
                .map(path -> path.get(path.size() - 2)); // the last is this node
    }

    /** What happened to the pull of a stream, and to those before it; the oldest first. */
    public Future<List<Flight>> flights(StreamKey key) {
        var before =
                recorder.ended(key).stream().filter(flight -> flight.client().isEmpty());
        var placed = pulls.get(key);
        if (placed == null) {
            return Future.succeededFuture(before.toList());
        }
        Promise<List<Flight>> promise = Promise.promise();
        placed.loop()
                .execute(() -> promise.complete(
                        Stream.concat(before, Stream.of(placed.pull().flight())).toList()));
        return promise.future();
    }

    /** What the pull of a stream brings. */
    public IntakeFigures intakeOf(StreamKey key) {
        return Optional.ofNullable(pulls.get(key))
                .map(placed -> placed.pull().stream().intake())
                .orElse(IntakeFigures.NONE);
    }

    /** The names of the streams that are here now. */
    public List<StreamKey> keys() {
        return pulls.values().stream()
                .map(Placed::pull)
                .filter(pull -> pull.greeting().isPresent())
                .map(StreamPull::key)
                .toList();
    }

    /** Ends every pull. */
    public void close() {
        closed = true;
        watch.close();
        for (Placed placed : pulls.values()) {
            placed.loop().execute(() -> placed.pull().end(EndReason.SHUTDOWN, "the node shuts down"));
        }
    }
}
