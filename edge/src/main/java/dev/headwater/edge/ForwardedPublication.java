package dev.headwater.edge;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.relay.SilenceWatch;
import dev.headwater.server.relay.ToldReason;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.rtmp.RtmpClient;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A publish that an origin takes over the wire. Confined to the publisher's event loop, which is the connection's too. */
final class ForwardedPublication implements Publication, RtmpClient.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedPublication.class);

    private final PublishRequest request;
    private final ForwardSettings settings;
    private final Promise<PublishDecision> decision = Promise.promise();
    private @Nullable RtmpClient connection;
    private @Nullable ScheduledFuture<?> patience;
    private @Nullable SilenceWatch silence;
    private int streamId;
    private boolean over;

    ForwardedPublication(PublishRequest request, ForwardSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /** The origin took the connection; from now on its answer is waited for, as long as the publisher does. */
    void opened(RtmpClient client) {
        connection = client;
        patience = request.loop()
                .schedule(
                        () -> lost("no answer within pull.connect-timeout=" + settings.answer()),
                        settings.answer().toMillis(),
                        TimeUnit.MILLISECONDS);
        request.left().onComplete((left, cause) -> request.loop().execute(this::publisherLeft));
    }

    /** Completes when the origin has answered. */
    Future<PublishDecision> decision() {
        return decision.future();
    }

    // ---- the publisher's side -----------------------------------------------------------------------------------

    @Override
    public long epoch() {
        return 0; // the origin's
    }

    @Override
    public void publish(FrameKind kind, int timestamp, byte[] payload) {
        if (over || connection == null) {
            return;
        }
        if (connection.pendingBytes() > settings.maxPendingBytes()) {
            lost("the origin does not keep up: player.queue-bytes=" + settings.maxPendingBytes() + " are waiting");
            return;
        }
        connection.send(kind, streamId, timestamp, payload);
    }

    @Override
    public void flush() {
        if (!over && connection != null) {
            connection.flush();
        }
    }

    @Override
    public void end(EndReason reason) {
        if (over) {
            return;
        }
        // a goodbye is passed on; a publisher that vanished vanishes at the origin too
        if (reason == EndReason.UNPUBLISHED && connection != null) {
            connection.deleteStream(streamId);
        }
        close();
    }

    /** What follows is for nobody: a forward that has no answer yet must not take the name over. */
    private void publisherLeft() {
        if (!over && !decision.future().isComplete()) {
            close();
            decision.complete(new PublishDecision.Refused(StatusCode.STREAM_FAILED, "the publisher left"));
        }
    }

    // ---- the origin's side --------------------------------------------------------------------------------------

    @Override
    public void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        if (!over && connection != null) {
            connection.publish(request.key().name());
        }
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        if (over) {
            return;
        }
        this.streamId = streamId;
        stopWaiting();
        silence = new SilenceWatch(
                request.loop(),
                settings.silence(),
                () -> lost("silent for pull.silence-timeout=" + settings.silence()));
        decision.tryComplete(new PublishDecision.Granted(this));
    }

    @Override
    public void connectRefused(Status status) {
        lost("the origin refused the connection: " + status.code());
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        var code = status.code().equals(StatusCode.PUBLISH_BAD_NAME.wireName())
                ? StatusCode.PUBLISH_BAD_NAME
                : StatusCode.STREAM_FAILED;
        if (decision.tryComplete(new PublishDecision.Refused(code, status.description()))) {
            close();
        } else {
            lost("the origin ended the stream: " + status.code());
        }
    }

    /** Taken over or kicked at the origin, or the origin goes. */
    @Override
    public void streamEnded(int streamId, Status status) {
        if (!over) {
            close();
            request.publisher().end(ToldReason.of(status).orElse(EndReason.UPSTREAM_LOST));
        }
    }

    @Override
    public void closed(String reason) {
        lost("the origin is gone: " + reason);
    }

    private void lost(String why) {
        if (over) {
            return;
        }
        close();
        if (!decision.tryComplete(new PublishDecision.Refused(StatusCode.STREAM_FAILED, why))) {
            LOG.warn("forwarded stream={} peer={} lost: {}", request.key(), request.peer(), why);
            request.publisher().end(EndReason.UPSTREAM_LOST);
        }
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    private void close() {
        over = true;
        stopWaiting();
        if (silence != null) {
            silence.stop();
        }
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void playStarted(int streamId, Status status) {
        // we only publish
    }

    @Override
    public void media(MediaMessage message) {
        // we only publish
    }

    @Override
    public void batchEnd() {
        if (silence != null) {
            silence.heard();
        }
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        LOG.info("forwarded stream={} asked to move: {}", request.key(), description);
    }
}
