package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.hub.Player;
import dev.headwater.media.hub.SlowReason;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Redirect;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.auth.Visit;
import dev.headwater.server.auth.Visitor;
import dev.headwater.server.limits.Entry;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One play on a connection: asks whether it may and under which name, then the source, and joins the stream. What the client
 * calls the stream may be a key: it is told to nobody. Confined to the connection's event loop.
 */
final class RtmpPlayer implements Player, Admission.Applicant, Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPlayer.class);

    /** Sent bytes are added up here, and to the counter that all loops share after so many: every second or so of a stream. */
    private static final long COUNTED_BYTES = 128 << 10;

    private static final String REFUSED = "refused play {} peer={} stream={} code={}: {}";

    private final RtmpConnection connection;
    private final int streamId;
    private final Attempt attempt;
    private @Nullable StreamKey key;
    private final long startedNanos = System.nanoTime();
    private final Instant since = Instant.now();
    private LiveStream.@Nullable Subscription subscription;
    private boolean audio = true;
    private boolean video = true;
    private boolean paused;
    private boolean playing;
    private boolean served;
    private long uncountedBytes;
    private Visit visit = Visit.UNHEARD;
    private final Promise<Void> left = Promise.promise();
    private boolean over;

    RtmpPlayer(RtmpConnection connection, int streamId, Attempt attempt) {
        this.connection = connection;
        this.streamId = streamId;
        this.attempt = attempt;
    }

    int streamId() {
        return streamId;
    }

    /** Empty until it may play. */
    Optional<ClientUse> use() {
        return Optional.ofNullable(key)
                .map(name -> new ClientUse(
                        ClientUse.Kind.PLAYER,
                        name,
                        since,
                        bytes(),
                        subscription == null ? 0 : subscription.droppedFrames()));
    }

    void start() {
        connection.note("play", Admission.hidden(attempt.asked()));
        Admission.ask(connection, attempt, this);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void allowed(StreamKey name) {
        switch (connection.enter(Action.PLAY, name)) {
            case Entry.In(Runnable leave) -> {
                left.future().onComplete(gone -> leave.run());
                open(name);
            }
            case Entry.Full full -> full(name, full);
        }
    }

    /** The name is public now, and whose play it is not, told to nobody but the log. */
    private void full(StreamKey name, Entry.Full full) {
        RejectionLog.warn(
                LOG,
                REFUSED,
                connection.service().name(),
                connection.peer(),
                name,
                StatusCode.PLAY_FAILED.wireName(),
                full.limit() + ": " + full.explanation());
        connection.note("refused", "play %s %s: %s".formatted(name, full.limit(), full.explanation()));
        over(StatusCode.PLAY_FAILED, full.limit().name(), Admission.FULL);
    }

    private void open(StreamKey name) {
        key = name;
        connection.note("allowed", "play " + name);
        connection
                .service()
                .source()
                .open(new PlayRequest(
                        name,
                        attempt.query(),
                        connection.peer(),
                        connection.isWithinTls(),
                        reason -> connection.execute(() -> ended(reason)),
                        left.future()))
                .onComplete(opened -> connection.execute(() -> {
                    if (over) {
                        return;
                    }
                    if (opened.succeeded()) {
                        decided(name, opened.result());
                    } else {
                        failed(opened.cause());
                    }
                }));
    }

    @Override
    public void failed(Throwable cause) {
        RejectionLog.error(LOG, "play of {} for {} failed on our side", shown(), connection.peer(), cause);
        refused(StatusCode.PLAY_FAILED, "the server cannot play the stream now");
    }

    private void decided(StreamKey name, PlayDecision decision) {
        switch (decision) {
            case PlayDecision.Found(LiveStream stream) -> opened(name, stream);
            case PlayDecision.NotFound() -> refused(StatusCode.PLAY_STREAM_NOT_FOUND, "no such stream");
            case PlayDecision.Refused(String reason) -> refused(StatusCode.PLAY_FAILED, reason);
            case PlayDecision.Elsewhere(List<String> authorities) -> sentTo(authorities);
        }
    }

    private void opened(StreamKey name, LiveStream stream) {
        LOG.info(
                "play {} peer={} stream={} id={}",
                connection.service().name(),
                connection.peer(),
                shown(),
                connection.id());
        connection.service().metrics().players.increment();
        playing = true;
        visit = connection.service().access().began(attempt, name, 0, this);
        connection.note("playing", shown());
        connection
                .session()
                .acceptPlay(streamId, connection.service().greeting().of(stream));
        var format = new RtmpFormat(streamId, connection.settings().session().chunkSize());
        subscription = stream.join(this, format, connection.out().loop());
        if (!audio || !video || paused) {
            applyWishes();
        }
    }

    @Override
    public void denied(Verdict.Denied denied) {
        RejectionLog.warn(
                LOG,
                REFUSED,
                connection.service().name(),
                connection.peer(),
                Admission.shown(attempt.asked(), denied),
                StatusCode.PLAY_FAILED.wireName(),
                denied.denial() + ": " + denied.explanation());
        connection.note("refused", "play %s: %s".formatted(denied.denial(), denied.explanation()));
        over(StatusCode.PLAY_FAILED, StatusCode.PLAY_FAILED.name(), Admission.TOLD);
    }

    private void refused(StatusCode code, String reason) {
        LOG.info(REFUSED, connection.service().name(), connection.peer(), shown(), code.wireName(), reason);
        connection.note("refused", "play %s %s: %s".formatted(shown(), code.wireName(), reason));
        over(code, code.name(), reason);
    }

    /** @param counted as the reason in the metrics */
    private void over(StatusCode code, String counted, String told) {
        over = true;
        left.complete();
        connection.service().metrics().rejected(counted);
        connection.session().refusePlay(streamId, code, told);
        connection.playRefused(this);
    }

    /** For logs: the stream, or its app while its name may be a key. */
    private String shown() {
        return key == null ? Admission.hidden(attempt.asked()) : key.toString();
    }

    private void sentTo(List<String> authorities) {
        over = true;
        left.complete();
        connection.note("redirected", "to " + authorities.getFirst());
        connection.service().metrics().redirectedPlays.increment();
        LOG.info(
                "redirected play {} peer={} stream={} to={}",
                connection.service().name(),
                connection.peer(),
                shown(),
                authorities.getFirst());
        // with what it was let in by, to be let in there: the client's own name and query, not what they came to
        String connectQuery = connection.client().query();
        String scheme = connection.isWithinTls() ? "rtmps://" : "rtmp://";
        var tcUrls = authorities.stream()
                .map(authority ->
                        scheme + authority + "/" + withQuery(attempt.asked().app(), connectQuery))
                .toList();
        connection
                .session()
                .redirectPlay(
                        streamId,
                        new Redirect(tcUrls, withQuery(attempt.asked().name(), attempt.query())),
                        "The stream is at " + authorities.getFirst());
        connection.playRefused(this);
    }

    private static String withQuery(String name, String query) {
        return query.isEmpty() ? name : name + "?" + query;
    }

    // ---- for who was asked whether it may -----------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        connection.execute(task);
    }

    @Override
    public long bytes() {
        return subscription == null ? 0 : subscription.sentBytes();
    }

    @Override
    public void dismiss() {
        ended(EndReason.KICKED);
    }

    // ---- what it wants, and gets --------------------------------------------------------------------------------

    void pause(boolean now) {
        paused = now;
        connection.note(now ? "paused" : "resumed", "");
        applyWishes();
    }

    void receive(MediaMessage.Kind kind, boolean wanted) {
        connection.note("wants", "%s %s".formatted(wanted ? "" : "no", kind).strip());
        if (kind == MediaMessage.Kind.AUDIO) {
            audio = wanted;
        } else {
            video = wanted;
        }
        applyWishes();
    }

    private void applyWishes() {
        if (subscription != null) {
            subscription.want(audio && !paused, video && !paused);
        }
    }

    @Override
    public void write(ByteBuf encoded) {
        if (!served) {
            served = true;
            connection.note(
                    "first frame", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos) + " ms after play");
            connection.service().metrics().firstFrame.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        }
        uncountedBytes += encoded.readableBytes();
        if (uncountedBytes >= COUNTED_BYTES) {
            countBytes();
        }
        connection.out().write(encoded);
    }

    private void countBytes() {
        connection.service().metrics().sentBytes.increment((double) uncountedBytes);
        uncountedBytes = 0;
    }

    @Override
    public void flush() {
        connection.out().flush();
    }

    @Override
    public long pendingBytes() {
        return connection.out().pendingBytes();
    }

    @Override
    public long unseenBytes() {
        return connection.settings().notSentLowatBytes();
    }

    @Override
    public void fellBehind(SlowReason reason, long pendingBytes, long ageNanos) {
        connection.note(
                "behind",
                "%s queued_bytes=%d queue_age_ms=%d"
                        .formatted(reason, pendingBytes, TimeUnit.NANOSECONDS.toMillis(ageNanos)));
    }

    @Override
    public void caughtUp(long droppedFrames) {
        connection.note("caught up", "dropped_frames=" + droppedFrames);
    }

    @Override
    public void ended(EndReason reason) {
        if (over) {
            return;
        }
        left(reason.name());
        if (reason == EndReason.PLAYER_STUCK) {
            connection.service().metrics().rejected(reason.name());
            connection.out().close();
            return;
        }
        connection.session().endPlay(streamId, reason.name());
        connection.out().flush();
        connection.playerOver(this);
    }

    /** The player is gone, or its stream is: leaves and writes the line. Idempotent. */
    void left(String reason) {
        if (over) {
            return;
        }
        over = true;
        left.complete();
        if (playing) {
            countBytes();
            connection.note(
                    "stopped",
                    "%s bytes=%d dropped_frames=%d reason=%s"
                            .formatted(
                                    shown(),
                                    subscription == null ? 0 : subscription.sentBytes(),
                                    subscription == null ? 0 : subscription.droppedFrames(),
                                    reason));
            connection.service().metrics().players.decrement();
            LOG.info(
                    "stop {} peer={} stream={} id={} seconds={} bytes={} dropped={} reason={}",
                    connection.service().name(),
                    connection.peer(),
                    shown(),
                    connection.id(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos),
                    bytes(),
                    subscription == null ? 0 : subscription.droppedFrames(),
                    reason);
            visit.over(reason);
        }
        if (subscription != null) { // not yet, if the stream is over by the time it is joined
            subscription.leave();
        }
    }
}
