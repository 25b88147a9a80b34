package dev.headwater.loadtest.client;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.EnhancedCapabilities;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.session.ClientSession;
import java.util.Map;

/** Publishes one stream by RTMP. Confined to its event loop. */
final class RtmpPublisher extends RtmpClient implements PublishingClient {
    private static final Map<String, AmfValue> CAN_RECONNECT =
            Map.of("capsEx", AmfValue.number(EnhancedCapabilities.RECONNECT));

    private final PublisherEvents events;

    RtmpPublisher(StreamAddress stream, PublisherEvents events) {
        super(stream, events.canReconnect() ? CAN_RECONNECT : Map.of());
        this.events = events;
    }

    @Override
    void ask(ClientSession session, String name) {
        session.publish(name, PublishType.LIVE);
    }

    @Override
    void received(int bytes) {
        // answers and acknowledgements: of no interest
    }

    @Override
    void started() {
        events.started();
    }

    @Override
    public int send(MediaFrame frame) {
        if (!isWritable()) {
            return 0;
        }
        byte[] payload = frame.payload();
        session().send(new MediaMessage(kindOf(frame.kind()), streamId(), (int) frame.timestampMs(), payload));
        return payload.length;
    }

    @Override
    public void flush() {
        flushSocket();
    }

    @Override
    public void flush(Runnable taken) {
        flushSocket(taken);
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        events.reconnectRequested();
    }

    @Override
    void ended(String reason) {
        events.ended(reason);
    }

    private static MediaMessage.Kind kindOf(FrameKind kind) {
        return switch (kind) {
            case AUDIO -> MediaMessage.Kind.AUDIO;
            case VIDEO -> MediaMessage.Kind.VIDEO;
            case DATA -> MediaMessage.Kind.DATA;
        };
    }
}
