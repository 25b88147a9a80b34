package dev.headwater.server.relay;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.rtmp.RtmpClient;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A publisher brought to another node's relay port. Confined to the publisher's event loop. */
public final class RelayDownstream implements Downstream, RtmpClient.Events {
    private static final List<StatusCode> REFUSALS =
            List.of(StatusCode.PUBLISH_BAD_NAME, StatusCode.PUBLISH_DENIED, StatusCode.PUBLISH_REJECTED);

    private final String name;
    private final DownstreamEvents events;
    private @Nullable RtmpClient client;
    private int streamId;
    private boolean over;

    private RelayDownstream(String name, DownstreamEvents events) {
        this.name = name;
        this.events = events;
    }

    /** Carries the publisher's address along. */
    public static RelayDownstream open(
            RelayConnector connector,
            NodeRecord origin,
            PublishRequest request,
            String publisherId,
            long seenEpoch,
            DownstreamEvents events) {
        var publisher = new Forwarded(publisherId, seenEpoch);
        var address = new RelayAddress(origin.relayHost(), origin.relayPort());
        var downstream = new RelayDownstream(connector.publishName(request.key(), address, publisher), events);
        connector
                .connect(
                        request.loop(),
                        address.host(),
                        address.port(),
                        request.key().app(),
                        new RelayIntroduction(request.peer(), publisher),
                        request.trace(),
                        downstream)
                .onSuccess(downstream::opened)
                .onFailure(cause -> downstream.lost("no connection: " + cause.getMessage()));
        return downstream;
    }

    private void opened(RtmpClient connection) {
        client = connection;
        if (over) {
            connection.close();
        }
    }

    // ---- ours ---------------------------------------------------------------------------------------------------

    @Override
    public void send(MediaFrame frame) {
        if (!over && client != null) {
            client.send(frame.kind(), streamId, (int) frame.timestampMs(), frame.payload());
        }
    }

    @Override
    public void flush() {
        if (!over && client != null) {
            client.flush();
        }
    }

    @Override
    public long pendingBytes() {
        return client == null ? 0 : client.pendingBytes();
    }

    @Override
    public void goodbye() {
        if (!over && client != null) {
            client.deleteStream(streamId);
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            if (client != null) {
                client.close();
            }
        }
    }

    @Override
    public Future<Void> closed() {
        return client == null ? Future.succeededFuture() : client.closed();
    }

    // ---- the origin's -------------------------------------------------------------------------------------------

    @Override
    public void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        if (!over && client != null) {
            client.publish(name);
        }
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        if (!over) {
            this.streamId = streamId;
            events.accepted(
                    status.properties().get(CallerResolver.EPOCH) instanceof AmfValue.Num(double epoch)
                            ? (long) epoch
                            : 0);
        }
    }

    @Override
    public void connectRefused(Status status) {
        lost("the connection was refused: " + status.code());
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        if (!over) {
            close();
            var code = REFUSALS.stream().filter(status::is).findFirst().orElse(StatusCode.STREAM_FAILED);
            events.refused(code, status.description());
        }
    }

    @Override
    public void streamEnded(int streamId, Status status) {
        if (!over) {
            close();
            ToldReason.of(status)
                    .ifPresentOrElse(events::ended, () -> events.lost("ended without a reason: " + status.code()));
        }
    }

    @Override
    public void closed(String reason) {
        lost(reason);
    }

    private void lost(String explanation) {
        if (!over) {
            close();
            events.lost(explanation);
        }
    }

    @Override
    public void batchEnd() {
        if (!over) {
            events.alive();
        }
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        if (!over) {
            events.moveAsked();
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
}
