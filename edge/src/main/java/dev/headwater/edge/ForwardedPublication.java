package dev.headwater.edge;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.rtmp.RtmpClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A publish that an origin takes over the wire. Confined to the publisher's event loop, which is the connection's too. */
final class ForwardedPublication implements Publication, RtmpClient.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedPublication.class);

    private final PublishRequest request;
    private final long maxPendingBytes;
    private final Promise<PublishDecision> decision = Promise.promise();
    private @Nullable RtmpClient connection;
    private int streamId;
    private boolean over;

    ForwardedPublication(PublishRequest request, long maxPendingBytes) {
        this.request = request;
        this.maxPendingBytes = maxPendingBytes;
    }

    void opened(RtmpClient client) {
        connection = client;
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
        if (connection.pendingBytes() > maxPendingBytes) {
            lost("the origin does not keep up: player.queue-bytes=" + maxPendingBytes + " are waiting");
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
        over = true;
        if (connection != null) {
            // a goodbye is passed on; a publisher that vanished vanishes at the origin too
            if (reason == EndReason.UNPUBLISHED) {
                connection.deleteStream(streamId);
            }
            connection.close();
        }
    }

    // ---- the origin's side --------------------------------------------------------------------------------------

    @Override
    public void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        if (connection != null) {
            connection.publish(request.key().name());
        }
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        this.streamId = streamId;
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
            end(EndReason.PUBLISHER_LOST);
        } else {
            lost("the origin ended the stream: " + status.code());
        }
    }

    /** Taken over or kicked at the origin. */
    @Override
    public void streamEnded(int streamId, Status status) {
        if (!over) {
            over = true;
            closeConnection();
            request.publisher().end(EndReason.TAKEN_OVER);
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
        over = true;
        LOG.warn("forwarded stream={} peer={} lost: {}", request.key(), request.peer(), why);
        closeConnection();
        if (!decision.tryComplete(
                new PublishDecision.Refused(StatusCode.STREAM_FAILED, "the origin cannot take the stream now"))) {
            request.publisher().end(EndReason.UPSTREAM_LOST);
        }
    }

    private void closeConnection() {
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
        // nothing is gathered on the way back
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        LOG.info("forwarded stream={} asked to move: {}", request.key(), description);
    }
}
