package dev.headwater.loadtest.client;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.session.ClientSession;
import java.util.Map;

/** Plays one stream by RTMP. Confined to its event loop. */
final class RtmpPlayer extends RtmpClient implements PlayingClient {
    private final PlayerEvents events;

    RtmpPlayer(StreamAddress stream, PlayerEvents events) {
        super(stream, Map.of());
        this.events = events;
    }

    @Override
    void ask(ClientSession session, String name) {
        session.play(name);
    }

    @Override
    void received(int bytes) {
        events.received(bytes);
    }

    @Override
    void started() {
        events.started();
    }

    @Override
    public void media(MediaMessage message) {
        long timestampMs = Integer.toUnsignedLong(message.timestamp());
        events.frame(MediaFrame.of(kindOf(message.kind()), timestampMs, message.payload()));
    }

    /** Acknowledges the same bytes over and over meanwhile (RTMP 1.0, 5.4.3). */
    @Override
    public void stopReading() {
        stopReadingSocket(session()::acknowledge);
    }

    @Override
    void ended(String reason) {
        events.ended(reason);
    }

    private static FrameKind kindOf(MediaMessage.Kind kind) {
        return switch (kind) {
            case AUDIO -> FrameKind.AUDIO;
            case VIDEO -> FrameKind.VIDEO;
            case DATA -> FrameKind.DATA;
        };
    }
}
