package dev.headwater.server.rtmp;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.auth.Visit;
import dev.headwater.server.auth.Visitor;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.limits.Entry;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.role.Publisher;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publish on a connection: asks whether it may and under which name, then the gate, and feeds the publication. What the
 * client calls the stream may be a key: it is told to nobody. Confined to the connection's event loop but {@link #end}.
 */
final class RtmpPublisher implements Publisher, Admission.Applicant, Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPublisher.class);
    private static final long SILENCE_CHECKS = 4;

    private final RtmpConnection connection;
    private final int streamId;
    private final Attempt attempt;
    private @Nullable StreamKey key;
    private final long startedNanos = System.nanoTime();
    private final Instant since = Instant.now();
    private @Nullable Publication publication;
    private Visit visit = Visit.UNHEARD;
    private @Nullable ScheduledFuture<?> silence;
    private @Nullable ScheduledFuture<?> withoutMedia;
    private @Nullable BitrateWatch bitrate;
    private long frames;
    private long bytes;
    private long seenBytes = -1;
    private int silentChecks;
    private final Promise<Void> left = Promise.promise();
    private boolean hasPicture;
    private boolean hasMedia;
    private boolean leaving;
    private boolean cut;
    private boolean over;

    RtmpPublisher(RtmpConnection connection, int streamId, Attempt attempt) {
        this.connection = connection;
        this.streamId = streamId;
        this.attempt = attempt;
    }

    int streamId() {
        return streamId;
    }

    boolean publishes(StreamKey stream) {
        return stream.equals(key);
    }

    /** Empty until it may publish. */
    Optional<ClientUse> use() {
        return Optional.ofNullable(key).map(name -> new ClientUse(ClientUse.Kind.PUBLISHER, name, since, bytes, 0));
    }

    void start() {
        connection.note("publish", Admission.hidden(attempt.asked()));
        Admission.await(connection.service().access().decide(attempt, connection.arrival()), connection::execute, this);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void allowed(StreamKey name) {
        key = name;
        connection.note("allowed", "publish " + name);
        connection.notePublisher(name);
        if (connection.isDraining()) {
            refused(StatusCode.STREAM_FAILED, Departure.EXPLANATION);
            return;
        }
        switch (connection.enter(Action.PUBLISH, name)) {
            case Entry.In(Runnable leave) -> {
                left.future().onComplete(gone -> leave.run());
                admit(name);
            }
            case Entry.Full full ->
                refused(
                        StatusCode.PUBLISH_DENIED,
                        full.limit().name(),
                        Admission.FULL,
                        shown(),
                        full.limit() + ": " + full.explanation());
        }
    }

    private void admit(StreamKey name) {
        var limits = connection.service().limits();
        bitrate =
                new BitrateWatch(limits.publishKbps().applyAsInt(name.app()), limits.publishWindow(), System::nanoTime);
        var loop = connection.out().loop();
        connection
                .service()
                .gate()
                .admit(new PublishRequest(
                        name,
                        connection.caller().address(),
                        connection.caller().forwarded(),
                        loop,
                        this,
                        left.future()))
                .onComplete(decision -> connection.execute(() -> {
                    if (decision.succeeded()) {
                        decided(name, decision.result());
                    } else {
                        failed(decision.cause());
                    }
                }));
    }

    private void decided(StreamKey name, PublishDecision decision) {
        switch (decision) {
            case PublishDecision.Granted(Publication granted) when over -> granted.end(EndReason.PUBLISHER_LOST);
            case PublishDecision.Granted(Publication granted) -> accepted(name, granted);
            case PublishDecision.Refused(StatusCode code, String reason) -> refused(code, reason);
        }
    }

    private void accepted(StreamKey name, Publication granted) {
        publication = granted;
        leaving = connection.isLettingGo();
        line("publish", granted).write();
        connection.note("publishing", "%s epoch=%d".formatted(shown(), granted.epoch()));
        connection.service().metrics().publishers.increment();
        visit = connection.service().access().began(attempt, name, granted.epoch(), this);
        long checkMs = Math.max(1, connection.settings().publisherSilence().toMillis() / SILENCE_CHECKS);
        silence = connection
                .out()
                .loop()
                .scheduleAtFixedRate(this::checkSilence, checkMs, checkMs, TimeUnit.MILLISECONDS);
        long mediaMs = connection.settings().publisherMedia().toMillis();
        if (mediaMs > 0) {
            withoutMedia = connection.out().loop().schedule(this::checkMedia, mediaMs, TimeUnit.MILLISECONDS);
        }
        connection.session().acceptPublish(streamId, greeting(granted));
        granted.flush();
    }

    /** A node that brought the publisher is told what it has to name should it bring it elsewhere. */
    private Map<String, AmfValue> greeting(Publication granted) {
        return connection.caller().forwarded().equals(Forwarded.NOT)
                ? Map.of()
                : Map.of(Callers.EPOCH, AmfValue.number((double) granted.epoch()));
    }

    @Override
    public void denied(Verdict.Denied denied) {
        refused(
                StatusCode.PUBLISH_DENIED,
                StatusCode.PUBLISH_DENIED.name(),
                Admission.TOLD,
                Admission.shown(attempt.asked(), denied),
                denied.denial() + ": " + denied.explanation());
    }

    /** The publisher is told, and closed unless there is more on its connection. */
    private void refused(StatusCode code, String reason) {
        refused(code, code.name(), reason, shown(), reason);
    }

    /**
     * @param counted as the reason in the metrics
     * @param stream and {@code reason} are for our log
     */
    private void refused(StatusCode code, String counted, String told, String stream, String reason) {
        if (over) {
            return;
        }
        over = true;
        left.complete();
        connection.service().metrics().rejected(counted);
        connection.note("refused", "publish %s %s: %s".formatted(stream, code.wireName(), reason));
        RejectionLog.warn(
                LOG,
                "refused publish {} peer={} stream={} code={}: {}",
                connection.service().name(),
                connection.peer(),
                stream,
                code.wireName(),
                reason);
        connection.session().refusePublish(streamId, code, told);
        connection.publisherOver(this);
    }

    @Override
    public void failed(Throwable cause) {
        RejectionLog.error(LOG, "publish of {} from {} failed on our side", shown(), connection.peer(), cause);
        refused(StatusCode.STREAM_FAILED, "the server cannot take the stream now");
    }

    void media(MediaMessage message) {
        if (publication == null || cut) {
            return;
        }
        var kind = Translation.frameKind(message.kind());
        if (leaving && endsBefore(kind, message)) {
            cut = true; // what follows belongs to the stream as it goes on elsewhere
            connection.execute(this::sendAway);
            return;
        }
        hasPicture |= kind == FrameKind.VIDEO;
        hasMedia |= kind != FrameKind.DATA;
        frames++;
        bytes += message.payload().length;
        publication.publish(kind, message.timestamp(), message.payload());
        if (bitrate != null) {
            found(bitrate.sent(message.payload().length), bitrate);
        }
    }

    private void found(BitrateWatch.Finding finding, BitrateWatch watch) {
        switch (finding) {
            case WITHIN -> {}
            case OVER -> tellOfBitrate("publishes at", watch);
            case STILL_OVER -> {
                cut = true;
                tellOfBitrate("is closed for still publishing at", watch);
                connection.service().metrics().rejected(Limit.PUBLISH_KBPS.name());
                connection.execute(() -> close(EndReason.OVER_BITRATE));
            }
        }
    }

    private void tellOfBitrate(String what, BitrateWatch watch) {
        RejectionLog.warn(
                LOG,
                "{} peer={} stream={} {} {} kbit/s, over {}={}",
                connection.service().name(),
                connection.peer(),
                shown(),
                what,
                watch.kbps(),
                Limit.PUBLISH_KBPS.key(),
                watch.limitKbps());
    }

    private void checkMedia() {
        if (!hasMedia) {
            connection.service().metrics().rejected(EndReason.NO_MEDIA.name());
            RejectionLog.warn(
                    LOG,
                    "{} peer={} stream={} is closed: neither audio nor video within publish.media-timeout={} of its publish",
                    connection.service().name(),
                    connection.peer(),
                    shown(),
                    connection.settings().publisherMedia());
            close(EndReason.NO_MEDIA);
        }
    }

    /** A stream without a picture may end anywhere. */
    private boolean endsBefore(FrameKind kind, MediaMessage message) {
        return !hasPicture
                || GopCache.isKeyFrame(
                        MediaFrame.of(kind, Integer.toUnsignedLong(message.timestamp()), message.payload()));
    }

    void flush() {
        if (publication != null) {
            publication.flush();
        }
    }

    private void checkSilence() {
        long received = connection.session().receivedBytes();
        silentChecks = received == seenBytes ? silentChecks + 1 : 0;
        seenBytes = received;
        if (silentChecks >= SILENCE_CHECKS) {
            close(EndReason.PUBLISHER_SILENT);
        }
    }

    private void close(EndReason reason) {
        if (over) {
            return;
        }
        endHere(reason);
        connection.publisherOver(this);
    }

    /** The node drains: the group of pictures that has begun is the last. */
    void leaveAtKeyFrame() {
        leaving = true;
    }

    /** The node drains: the publisher is told and closed, and may come back elsewhere. */
    void sendAway() {
        if (publication != null && !over) {
            close(EndReason.SHUTDOWN);
        }
    }

    /** The publisher left, or its connection did: the publication ends. */
    void gone(EndReason reason) {
        if (stopped(reason) && publication != null) {
            publication.flush();
            publication.end(reason);
        }
    }

    /** The node ends it: the publisher is told, the publication ends. */
    void endHere(EndReason reason) {
        tell(reason);
        gone(reason);
    }

    /** The role ends the publisher. Any thread. */
    @Override
    public void end(EndReason reason) {
        connection.execute(() -> {
            if (stopped(reason)) {
                tell(reason);
                connection.publisherOver(this);
            }
        });
    }

    private void tell(EndReason reason) {
        boolean isItsFault = reason == EndReason.OVER_BITRATE || reason == EndReason.NO_MEDIA;
        connection
                .session()
                .endPublish(
                        streamId,
                        isItsFault ? StatusCode.PUBLISH_DENIED : StatusCode.UNPUBLISH_SUCCESS,
                        "ended: " + reason);
    }

    // ---- for who was asked whether it may -----------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        connection.execute(task);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void dismiss() {
        if (!over) {
            close(EndReason.KICKED);
        }
    }

    private AccessLog.Line line(String event, Publication granted) {
        return AccessLog.line(event, connection.service().name(), connection.peer(), connection.id()).stream(shown())
                .with(AccessField.EPOCH, granted.epoch());
    }

    /** For logs: the stream, or its app while its name may be a key. */
    private String shown() {
        return key == null ? Admission.hidden(attempt.asked()) : key.toString();
    }

    private boolean stopped(EndReason reason) {
        if (over) {
            return false;
        }
        over = true;
        left.complete();
        if (silence != null) {
            silence.cancel(false);
        }
        if (withoutMedia != null) {
            withoutMedia.cancel(false);
        }
        if (publication != null) {
            connection.service().metrics().publishers.decrement();
            connection.note("unpublished", "%s frames=%d bytes=%d reason=%s".formatted(shown(), frames, bytes, reason));
            line("unpublish", publication)
                    .with(AccessField.SECONDS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos))
                    .with(AccessField.FRAMES, frames)
                    .with(AccessField.BYTES, bytes)
                    .with(AccessField.REASON, reason)
                    .write();
            visit.over(reason.name());
        }
        return true;
    }
}
