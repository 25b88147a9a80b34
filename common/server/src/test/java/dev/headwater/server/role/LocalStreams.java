package dev.headwater.server.role;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.Timeline;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.message.StatusCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A role without a cluster: who publishes has a stream, who plays finds it. Thread-safe. */
public final class LocalStreams implements PublishGate, StreamSource {
    /** A publish of this name is refused. */
    public static final String REFUSED = "refused";

    /** A publish or play of this name is not answered until {@link #answerLate}. */
    public static final String LATE = "late";

    /** A frame of this name makes the role throw. */
    public static final String BROKEN = "broken";

    private final Hub hub;
    private final Map<StreamKey, Live> streams = new ConcurrentHashMap<>();
    private final List<PublishRequest> latePublishes = new CopyOnWriteArrayList<>();
    private final Promise<PublishDecision> latePublish = Promise.promise();
    private final Promise<PlayDecision> latePlay = Promise.promise();
    private final List<PlayRequest> latePlays = new CopyOnWriteArrayList<>();
    private final List<EndReason> ends = new CopyOnWriteArrayList<>();

    public LocalStreams(Duration stuckAfter, int queueBytes) {
        hub = Hubs.of(queueBytes, stuckAfter, System::nanoTime);
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return switch (request.key().name()) {
            case REFUSED ->
                Future.succeededFuture(new PublishDecision.Refused(StatusCode.PUBLISH_DENIED, "not on this server"));
            case LATE -> {
                latePublishes.add(request);
                yield latePublish.future();
            }
            default -> Future.succeededFuture(new PublishDecision.Granted(start(request)));
        };
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        if (request.key().name().equals(LATE)) {
            latePlays.add(request);
            return latePlay.future();
        }
        return Future.succeededFuture(
                decision(Optional.ofNullable(streams.get(request.key())).map(Live::stream)));
    }

    private static PlayDecision decision(Optional<LiveStream> found) {
        return found.<PlayDecision>map(PlayDecision.Found::new).orElse(PlayDecision.NOT_FOUND);
    }

    private Live start(PublishRequest request) {
        var stream = new LiveStream(request.key(), request.loop(), hub, players -> {});
        var live = new Live(stream, request.publisher(), new Timeline(0));
        streams.put(request.key(), live);
        return live;
    }

    /** How many publishes and plays wait for {@link #answerLate}. */
    public int waiting() {
        return latePublishes.size() + latePlays.size();
    }

    /** Says yes to what waits, wherever its client may be by now. Plays get any stream. */
    public void answerLate() {
        for (PublishRequest request : latePublishes) {
            latePublish.complete(new PublishDecision.Granted(start(request)));
        }
        latePlay.complete(decision(streams.values().stream().map(Live::stream).findFirst()));
    }

    /** Gives this stream to the plays that wait. */
    public void answerLate(LiveStream stream) {
        latePlay.complete(new PlayDecision.Found(stream));
    }

    /** The role ends a publisher, as at a takeover. */
    public void kick(String name) {
        var live = Objects.requireNonNull(streams.remove(StreamKey.parse("live", name)));
        live.stream.loop().execute(() -> live.stream.end(EndReason.KICKED));
        live.publisher.end(EndReason.KICKED);
    }

    public LiveStream stream(String name) {
        return Objects.requireNonNull(streams.get(StreamKey.parse("live", name))).stream;
    }

    /** Streams that are live. */
    public int count() {
        return streams.size();
    }

    /** How every publication ended so far, oldest first. */
    public List<EndReason> ends() {
        return List.copyOf(ends);
    }

    private final class Live implements Publication {
        private final LiveStream stream;
        private final Publisher publisher;
        private final Timeline timeline;

        Live(LiveStream stream, Publisher publisher, Timeline timeline) {
            this.stream = stream;
            this.publisher = publisher;
            this.timeline = timeline;
        }

        LiveStream stream() {
            return stream;
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public void publish(FrameKind kind, int timestamp, byte[] payload) {
            if (stream.key().name().equals(BROKEN)) {
                throw new IllegalStateException("broken for a test");
            }
            stream.publish(MediaFrame.of(kind, timeline.map(kind, timestamp), payload));
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public void end(EndReason reason) {
            ends.add(reason);
            stream.end(reason);
            streams.remove(stream.key(), this);
        }
    }
}
