package dev.headwater.server.publish;

import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.ActiveUse;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.clients.UseLifecycle;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.limits.Permit;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.metrics.StreamTraffic;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publish: whether it may and under which name, whether there is room, and what the gate says; then it feeds the publication, and
 * watches that media comes and not too much of it. What the client calls the stream may be a key: it is told to nobody. Confined to the
 * client's event loop.
 */
public final class Publish implements Admission.Requester, ActiveUse {
    private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

    /** As a client is told, in statuses and logs. */
    public static final String DRAINING = "this node is to stop: connect again";

    /** Who ends a publish, and needs not be told. */
    private enum EndedBy {
        CLIENT,
        NODE,
        ROLE
    }

    private final PublishService service;
    private final Attempt attempt;
    private final PublishingClient client;
    private final ClientHandle handle;
    private final UseLifecycle lifecycle;
    private final PublishedMedia media;
    private @Nullable Publication publication;
    private StreamTraffic.@Nullable Share traffic;
    private @Nullable PublishWatch watch;
    private boolean cut;

    public Publish(PublishService service, Attempt attempt, PublishingClient client) {
        this.service = service;
        this.attempt = attempt;
        this.client = client;
        this.handle = client.handle();
        this.lifecycle = new UseLifecycle(service.name(), service.access(), attempt, client.peer(), handle);
        this.media = new PublishedMedia(handle, lifecycle);
    }

    public boolean publishes(StreamKey stream) {
        return lifecycle.isOf(stream);
    }

    /** Empty until it may publish. */
    public Optional<ClientUse> use() {
        return lifecycle.use(media.bytes(), 0);
    }

    /** @param verdict of {@link PublishService#access} on the attempt */
    public void start(Future<Verdict> verdict) {
        lifecycle.ask(verdict, client::execute, this);
    }

    /** Nothing more is taken. */
    @Override
    public boolean isOver() {
        return lifecycle.isOver();
    }

    @Override
    public void allowed(StreamKey name) {
        lifecycle.allowed(name);
        handle.publishes(name);
        if (client.isDraining()) {
            refused(StatusCode.STREAM_FAILED, DRAINING);
            return;
        }
        lifecycle.acquire(service.limits().uses()).ifPresentOrElse(this::full, () -> admit(name));
    }

    private void full(Permit.Exhausted full) {
        refused(
                () -> client.full(Admission.FULL),
                StatusCode.PUBLISH_DENIED,
                full.limit().name(),
                lifecycle.shown(),
                full.limit() + ": " + full.explanation());
    }

    @Override
    public void allowedTooLate(StreamKey name) {
        service.access().abandoned(attempt, name, EndReason.PUBLISHER_LOST.name());
    }

    private void admit(StreamKey name) {
        client.authorised();
        watch = new PublishWatch(this, service, client, name, media);
        service.gate()
                .admit(new PublishRequest(
                        name,
                        client.address(),
                        client.forwarded(),
                        client.loop(),
                        reason -> client.execute(() -> end(reason, EndedBy.ROLE)),
                        attempt.client().trace(),
                        lifecycle.ended(),
                        client.pushed()))
                .onComplete(decision -> client.execute(() -> {
                    if (decision.succeeded()) {
                        decided(decision.result());
                    } else {
                        failed(decision.cause());
                    }
                }));
    }

    private void decided(PublishDecision decision) {
        switch (decision) {
            case PublishDecision.Granted(Publication granted)
            when lifecycle.isOver() -> granted.end(EndReason.PUBLISHER_LOST);
            case PublishDecision.Granted(Publication granted) -> accepted(granted);
            case PublishDecision.Refused(StatusCode code, String reason) -> refused(code, reason);
        }
    }

    private void accepted(Publication granted) {
        publication = granted;
        lifecycle.line("publish").with(AccessField.EPOCH, granted.epoch()).write();
        handle.note("publishing", "%s epoch=%d".formatted(lifecycle.shown(), granted.epoch()));
        service.metrics().publishers.increment();
        traffic = service.metrics().traffic(lifecycle.key());
        lifecycle.began(granted.epoch(), this);
        if (watch != null) {
            watch.begin();
        }
        client.accepted(granted);
        granted.flush();
    }

    @Override
    public void denied(Verdict.Denied denied) {
        refused(
                () -> client.refused(StatusCode.PUBLISH_DENIED, Admission.TOLD),
                StatusCode.PUBLISH_DENIED,
                StatusCode.PUBLISH_DENIED.name(),
                Admission.shown(attempt.asked(), denied),
                denied.denial() + ": " + denied.explanation());
    }

    /** The publisher is told, and closed unless there is more on its client. */
    private void refused(StatusCode code, String reason) {
        refused(() -> client.refused(code, reason), code, code.name(), lifecycle.shown(), reason);
    }

    /**
     * @param counted as the reason in the metrics
     * @param stream and {@code reason} are for our log
     */
    private void refused(Runnable tell, StatusCode code, String counted, String stream, String reason) {
        if (lifecycle.isOver()) {
            return;
        }
        handle.note("refused", "publish %s %s: %s".formatted(stream, code.wireName(), reason));
        lifecycle.refuse(counted);
        service.metrics().rejected(counted);
        RejectionLog.warn(
                LOG,
                "refused publish {} peer={} stream={} code={}: {}",
                service.name(),
                client.peer(),
                stream,
                code.wireName(),
                reason);
        tell.run();
        client.onPublishOver();
    }

    @Override
    public void failed(Throwable cause) {
        RejectionLog.error(LOG, "publish of {} from {} failed on our side", lifecycle.shown(), client.peer(), cause);
        refused(StatusCode.STREAM_FAILED, "the server cannot take the stream now");
    }

    /**
     * One frame; none before it is accepted.
     *
     * @param timestamp the publisher's, milliseconds, unsigned 32-bit, wraps
     * @param payload FLV tag body, handed over, not copied
     */
    public void media(FrameKind kind, int timestamp, byte[] payload) {
        if (publication == null || traffic == null || cut) {
            return;
        }
        if (client.isLettingGo() && media.mayEndBefore(kind, timestamp, payload)) {
            cut = true; // what follows belongs to the stream as it goes on elsewhere
            client.execute(this::sendAway);
            return;
        }
        media.add(kind, timestamp, payload);
        traffic.received(payload.length);
        publication.publish(kind, timestamp, payload);
        if (watch != null && !watch.sent(payload.length)) {
            cut = true;
            client.execute(() -> end(EndReason.OVER_BITRATE));
        }
    }

    /** The frames since the last call may leave. */
    public void flush() {
        if (publication != null) {
            publication.flush();
        }
    }

    // ---- for who was asked whether it may -----------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        client.execute(task);
    }

    @Override
    public long bytes() {
        return media.bytes();
    }

    @Override
    public void revoke() {
        end(EndReason.KICKED);
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** The node ends it: the publisher is told, and closed unless there is more on its client. Idempotent. */
    public void end(EndReason reason) {
        end(reason, EndedBy.NODE);
    }

    /** The node drains: the publisher is ended, and may come back elsewhere. No effect until it is accepted. */
    public void sendAway() {
        if (publication != null) {
            end(EndReason.SHUTDOWN);
        }
    }

    /** The publisher left, or its connection did. No effect if it was ended before. */
    public void onClientGone(EndReason reason) {
        end(reason, EndedBy.CLIENT);
    }

    /** The client last: with the answer it may be gone. */
    private void end(EndReason reason, EndedBy by) {
        if (!lifecycle.end()) {
            return;
        }
        noteEnd(reason);
        if (by != EndedBy.ROLE && publication != null) {
            publication.flush();
            publication.end(reason);
        }
        if (by != EndedBy.CLIENT) {
            client.ended(reason);
            client.onPublishOver();
        }
    }

    private void noteEnd(EndReason reason) {
        if (watch != null) {
            watch.stop();
        }
        if (publication != null && traffic != null) {
            traffic.end();
            service.metrics().publishers.decrement();
            handle.note(
                    "unpublished",
                    "%s frames=%d bytes=%d reason=%s"
                            .formatted(lifecycle.shown(), media.frames(), media.bytes(), reason));
            lifecycle
                    .lastLine("unpublish", reason.name())
                    .with(AccessField.EPOCH, publication.epoch())
                    .with(AccessField.FRAMES, media.frames())
                    .with(AccessField.BYTES, media.bytes())
                    .write();
        }
        lifecycle.notifyEnded(reason.name());
    }
}
