package dev.headwater.server.play;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.auth.ActiveUse;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.clients.UseLifecycle;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.limits.Permit;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.metrics.StreamTraffic;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One play: whether it may and under which name, whether there is room, and where the stream is; then its place in the counts, the
 * logs and the limits until it is over. What the client calls the stream may be a key: it is told to nobody. Confined to the
 * client's event loop.
 */
public final class Play implements Admission.Requester, ActiveUse {
    private static final Logger LOG = LoggerFactory.getLogger(Play.class);

    /** Sent bytes are added up here, and to the counters that all loops share after so many: every second or so of a stream. */
    private static final long COUNTED_BYTES = 128 << 10;

    private static final String GONE = "closed";

    private static final String REFUSED = "refused play {} peer={} stream={} code={}: {}";

    private final PlayService service;
    private final Attempt attempt;
    private final PlayingClient client;
    private final ClientHandle handle;
    private final UseLifecycle lifecycle;
    private @Nullable LiveStream found;
    private long bytes;
    private long uncountedBytes;
    private StreamTraffic.@Nullable Share traffic;
    private boolean playing;

    public Play(PlayService service, Attempt attempt, PlayingClient client) {
        this.service = service;
        this.attempt = attempt;
        this.client = client;
        this.handle = client.handle();
        this.lifecycle = new UseLifecycle(service.name(), service.access(), attempt, client.peer(), handle);
    }

    /** Empty until it may play. Who asks finds all that was sent in the counters, too. */
    public Optional<ClientUse> use() {
        countBytes();
        return lifecycle.use(bytes, client.droppedFrames());
    }

    /** @param verdict of {@link PlayService#access} on the attempt */
    public void start(Future<Verdict> verdict) {
        lifecycle.ask(verdict, client::execute, this);
    }

    /** Nothing is sent any more. */
    @Override
    public boolean isOver() {
        return lifecycle.isOver();
    }

    // ---- the way in ---------------------------------------------------------------------------------------------

    @Override
    public void allowed(StreamKey name) {
        lifecycle.allowed(name);
        lifecycle.acquire(service.limiter()).ifPresentOrElse(this::full, () -> open(name));
    }

    @Override
    public void allowedTooLate(StreamKey name) {
        service.access().abandoned(attempt, name, GONE);
    }

    private void open(StreamKey name) {
        service.source()
                .open(new PlayRequest(
                        name,
                        attempt.query(),
                        client.peer(),
                        client.isWithinTls(),
                        reason -> client.execute(() -> client.ended(reason)),
                        attempt.client().trace(),
                        lifecycle.ended()))
                .onComplete(opened -> client.execute(() -> {
                    if (lifecycle.isOver()) {
                        return;
                    }
                    if (opened.succeeded()) {
                        decided(opened.result());
                    } else {
                        failed(opened.cause());
                    }
                }));
    }

    private void decided(PlayDecision decision) {
        switch (decision) {
            case PlayDecision.Found(LiveStream stream) -> opened(stream);
            case PlayDecision.NotFound() -> refused(PlayRefusal.NOT_FOUND, "no such stream");
            case PlayDecision.Refused(String reason) -> refused(PlayRefusal.UNAVAILABLE, reason);
            case PlayDecision.Elsewhere(List<String> authorities) -> sentTo(authorities);
        }
    }

    private void opened(LiveStream stream) {
        found = stream;
        lifecycle.began(stream.epoch(), this);
        if (client.playsAtOnce()) {
            begin();
        }
        client.found(stream);
    }

    /** The client plays from now on, and is counted. No effect if it does already, or the play is over. */
    public void begin() {
        if (!playing && !lifecycle.isOver() && found != null) {
            withEpoch(lifecycle.line("play")).write();
            service.metrics().players.increment();
            traffic = service.metrics().traffic(lifecycle.key());
            playing = true;
            handle.note("playing", lifecycle.shown() + way(found));
        }
    }

    /** Of what publication, and through which nodes; empty where the owner serves another node. */
    private static String way(LiveStream stream) {
        var path = stream.path();
        return path.isEmpty() ? "" : " epoch=%d path=%s".formatted(stream.epoch(), path);
    }

    // ---- the ways out -------------------------------------------------------------------------------------------

    /** Whose play it is not is told to nobody but the log. */
    @Override
    public void denied(Verdict.Denied denied) {
        String why = denied.denial() + ": " + denied.explanation();
        warn(PlayRefusal.DENIED, Admission.shown(attempt.asked(), denied), why);
        handle.note("refused", "play " + why);
        refuse(PlayRefusal.DENIED, PlayRefusal.DENIED.counted(), Admission.TOLD);
    }

    /** The name is public now. */
    private void full(Permit.Exhausted full) {
        String why = full.limit() + ": " + full.explanation();
        warn(PlayRefusal.FULL, lifecycle.shown(), why);
        handle.note("refused", "play %s %s".formatted(lifecycle.shown(), why));
        refuse(PlayRefusal.FULL, full.limit().name(), Admission.FULL);
    }

    private void warn(PlayRefusal refusal, String stream, String why) {
        RejectionLog.warn(LOG, REFUSED, service.name(), client.peer(), stream, client.code(refusal), why);
    }

    @Override
    public void failed(Throwable cause) {
        RejectionLog.error(LOG, "play of {} for {} failed on our side", lifecycle.shown(), client.peer(), cause);
        refused(PlayRefusal.UNAVAILABLE, "the server cannot play the stream now");
    }

    private void refused(PlayRefusal refusal, String reason) {
        LOG.info(REFUSED, service.name(), client.peer(), lifecycle.shown(), client.code(refusal), reason);
        handle.note("refused", "play %s %s: %s".formatted(lifecycle.shown(), client.code(refusal), reason));
        refuse(refusal, refusal.counted(), reason);
    }

    /** @param counted as the reason in the metrics */
    private void refuse(PlayRefusal refusal, String counted, String told) {
        lifecycle.refuse(counted);
        service.metrics().rejected(counted);
        client.refused(refusal, told);
    }

    private void sentTo(List<String> authorities) {
        handle.note("redirected", "to " + authorities.getFirst());
        if (lifecycle.end()) {
            lifecycle.notifyEnded("REDIRECTED");
        }
        service.metrics().redirected.increment();
        LOG.info(
                "redirected play {} peer={} stream={} to={}",
                service.name(),
                client.peer(),
                lifecycle.shown(),
                authorities.getFirst());
        client.sentTo(authorities);
    }

    /** With the epoch, once it is known. */
    private AccessLog.Line withEpoch(AccessLog.Line line) {
        return found == null ? line : line.with(AccessField.EPOCH, found.epoch());
    }

    // ---- while it plays -----------------------------------------------------------------------------------------

    /** So many bytes go to the client now; before it plays they are no media, and are not counted. */
    public void sent(int more) {
        if (!playing || more == 0) {
            return;
        }
        if (bytes == 0) {
            long nanos = lifecycle.nanos();
            handle.note("first frame", TimeUnit.NANOSECONDS.toMillis(nanos) + " ms after play");
            handle.wayIn().end();
            service.metrics().firstFrame.record(nanos, TimeUnit.NANOSECONDS);
        }
        bytes += more;
        uncountedBytes += more;
        if (uncountedBytes >= COUNTED_BYTES) {
            countBytes();
        }
    }

    private void countBytes() {
        if (traffic != null && uncountedBytes > 0) {
            service.metrics().sentBytes.increment((double) uncountedBytes);
            traffic.sent(uncountedBytes);
            uncountedBytes = 0;
        }
    }

    @Override
    public void execute(Runnable task) {
        client.execute(task);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void revoke() {
        client.ended(EndReason.KICKED);
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** The stream is over for the client, or it is not allowed any longer. False if the play was over already. */
    public boolean end(EndReason reason) {
        if (reason == EndReason.PLAYER_STUCK && !lifecycle.isOver()) {
            service.metrics().rejected(reason.name());
        }
        return left(reason.name());
    }

    /** The client is gone: gives the place back and writes the line. False if the play was over already. */
    public boolean left(String reason) {
        if (!lifecycle.end()) {
            return false;
        }
        if (traffic != null) {
            countBytes();
            traffic.end();
            service.metrics().players.decrement();
        }
        if (playing || lifecycle.isWaiting()) {
            long dropped = client.droppedFrames();
            handle.note(
                    "stopped",
                    "%s bytes=%d dropped_frames=%d reason=%s".formatted(lifecycle.shown(), bytes, dropped, reason));
            withEpoch(lifecycle.lastLine("stop", reason))
                    .with(AccessField.BYTES, bytes)
                    .with(AccessField.DROPPED, dropped)
                    .write();
        }
        lifecycle.notifyEnded(reason);
        return true;
    }
}
