package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.ActiveUse;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.UseListener;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.limits.Permit;
import dev.headwater.server.limits.UseLimiter;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.tracing.TraceSpan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a publish and a play have in common, from the question whether it may be until it is over: its name, its place in the limits, who
 * hears of it, and its lines in the log. What the client calls the stream may be a key: it is told to nobody. Confined to the client's
 * event loop.
 */
public final class UseLifecycle {
    private final String port;
    private final Access access;
    private final Attempt attempt;
    private final String peer;
    private final ClientHandle handle;
    private final Instant since = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final Promise<Void> ended = Promise.promise();
    private @Nullable StreamKey key;
    private @Nullable UseListener listener;
    private boolean over;

    /**
     * @param port or protocol, for logs
     * @param peer for logs: the client's address, with the node in between if there is one
     */
    public UseLifecycle(String port, Access access, Attempt attempt, String peer, ClientHandle handle) {
        this.port = port;
        this.access = access;
        this.attempt = attempt;
        this.peer = peer;
        this.handle = handle;
    }

    // ---- the way in ---------------------------------------------------------------------------------------------

    /** @param verdict of {@link Access} on the attempt, brought to {@code requester} on its {@code loop} */
    public void ask(Future<Verdict> verdict, Executor loop, Admission.Requester requester) {
        handle.note(word(), Admission.hidden(attempt.asked()));
        handle.wayIn().named(port + " " + word()).with(TraceSpan.CLIENT, peer).with(TraceSpan.ID, handle.id());
        Admission.await(verdict, loop, requester);
    }

    /** @param name of the stream, which is public */
    public void allowed(StreamKey name) {
        key = name;
        handle.note("allowed", word() + " " + name);
        handle.wayIn().with(TraceSpan.STREAM, name.toString());
    }

    /** Takes a place, until it is over. To be asked once it is allowed; answers why there is none. */
    public Optional<Permit.Exhausted> acquire(UseLimiter limiter) {
        return switch (limiter.acquire(attempt.action(), key(), attempt.client().address())) {
            case Permit.Granted(Runnable release) -> {
                ended.future().onComplete(gone -> release.run());
                yield Optional.empty();
            }
            case Permit.Exhausted full -> Optional.of(full);
        };
    }

    /** @param epoch of the publication */
    public void began(long epoch, ActiveUse use) {
        listener = access.began(attempt, key(), epoch, use);
    }

    // ---- while it lasts -----------------------------------------------------------------------------------------

    private String word() {
        return attempt.action().word();
    }

    /** The name of the stream, since it is allowed. */
    public StreamKey key() {
        return Objects.requireNonNull(key, "not allowed yet");
    }

    /** Whether it is allowed, for that stream. */
    public boolean isOf(StreamKey stream) {
        return stream.equals(key);
    }

    /** For logs: the stream, or its app while its name may be a key. */
    public String shown() {
        return key == null ? Admission.hidden(attempt.asked()) : key.toString();
    }

    private String app() {
        return (key == null ? attempt.asked() : key).app();
    }

    /** Whether it is allowed, but has not begun. */
    public boolean isWaiting() {
        return key != null && listener == null;
    }

    /** Since it was asked for. */
    public long nanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Empty until it is allowed. */
    public Optional<ClientUse> use(long bytes, long droppedFrames) {
        var kind = switch (attempt.action()) {
            case PUBLISH -> ClientUse.Kind.PUBLISHER;
            case PLAY -> ClientUse.Kind.PLAYER;
        };
        return Optional.ofNullable(key).map(name -> new ClientUse(kind, name, since, bytes, droppedFrames));
    }

    /** For the access log. */
    public AccessLog.Line line(String event) {
        return AccessLog.line(event, port, peer, handle.id()).stream(app(), shown())
                .trace(attempt.client().trace().id());
    }

    /** The same at its end. */
    public AccessLog.Line lastLine(String event, String reason) {
        return line(event)
                .with(AccessField.SECONDS, TimeUnit.NANOSECONDS.toSeconds(nanos()))
                .with(AccessField.REASON, reason);
    }

    // ---- the ways out -------------------------------------------------------------------------------------------

    public boolean isOver() {
        return over;
    }

    /** Completes when it is over. */
    public Future<Void> ended() {
        return ended.future();
    }

    /**
     * Ends a publish or play that was not let in, or got no place: nothing of it has begun.
     *
     * @param reason as the metrics count it
     */
    public void refuse(String reason) {
        over = true;
        ended.complete();
        handle.wayIn().fail(reason);
        notifyEnded(reason);
    }

    /** It is over: gives its place back. False if it was over already; else {@link #notifyEnded} has to follow. */
    public boolean end() {
        if (over) {
            return false;
        }
        over = true;
        ended.complete();
        handle.wayIn().end();
        return true;
    }

    /** Those who let it in hear that it is over, or will not begin. */
    public void notifyEnded(String reason) {
        if (listener != null) {
            listener.onEnded(reason);
        } else if (key != null) {
            access.abandoned(attempt, key, reason);
        }
    }
}
