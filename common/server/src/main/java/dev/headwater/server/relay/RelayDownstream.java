package dev.headwater.server.relay;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.rtmp.OutboundLink;
import io.vertx.core.Future;
import java.util.List;

/** A publisher brought to another node's relay port. Confined to the publisher's event loop. */
public final class RelayDownstream extends OutboundLink implements Downstream {
    private static final List<StatusCode> REFUSALS =
            List.of(StatusCode.PUBLISH_BAD_NAME, StatusCode.PUBLISH_DENIED, StatusCode.PUBLISH_REJECTED);

    private final String name;
    private final DownstreamEvents events;
    private int streamId;

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
        var address = new RelayAddress(origin.hosts().relay(), origin.ports().relay());
        var downstream = new RelayDownstream(connector.publishName(request.key(), address, publisher), events);
        downstream.take(connector.connect(
                request.loop(),
                address.host(),
                address.port(),
                request.key().app(),
                new RelayIntroduction(request.peer(), publisher),
                request.trace(),
                downstream));
        return downstream;
    }

    @Override
    protected void notOpened(Throwable cause) {
        lost("no connection: " + cause.getMessage());
    }

    // ---- ours ---------------------------------------------------------------------------------------------------

    @Override
    public void send(MediaFrame frame) {
        client().send(frame.kind(), streamId, (int) frame.timestampMs(), frame.payload());
    }

    @Override
    public void flush() {
        client().flush();
    }

    @Override
    public long pendingBytes() {
        return client().pendingBytes();
    }

    @Override
    public void goodbye() {
        client().deleteStream(streamId);
    }

    @Override
    public void publisherLost() {
        client().publisherLost(streamId);
    }

    @Override
    public Future<Void> closed() {
        return client().closed();
    }

    // ---- the origin's -------------------------------------------------------------------------------------------

    @Override
    protected void ready() {
        client().publish(name);
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        this.streamId = streamId;
        events.accepted(
                status.properties().get(CallerResolver.EPOCH) instanceof AmfValue.Num(double epoch) ? (long) epoch : 0);
    }

    @Override
    public void connectRefused(Status status) {
        lost("the connection was refused: " + status.code());
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        close();
        var code = REFUSALS.stream().filter(status::is).findFirst().orElse(StatusCode.STREAM_FAILED);
        events.refused(code, status.description());
    }

    @Override
    public void streamEnded(int streamId, Status status) {
        close();
        ToldReason.of(status)
                .ifPresentOrElse(events::ended, () -> events.lost("ended without a reason: " + status.code()));
    }

    @Override
    public void closed(String reason) {
        lost(reason);
    }

    private void lost(String explanation) {
        close();
        events.lost(explanation);
    }

    @Override
    public void batchEnd() {
        events.alive();
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        events.moveAsked();
    }
}
