package dev.headwater.loadtest.client;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.session.ClientSession;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** Plays one stream by RTMP. Confined to its event loop. */
final class RtmpPlayer extends RtmpClient implements PlayingClient {
    /** How often a player that reads nothing asks whether it is still wanted. */
    private static final long PROBE_MILLIS = 1_000;

    private final EventLoop loop;
    private final PlayerEvents events;

    RtmpPlayer(StreamAddress stream, EventLoop loop, PlayerEvents events) {
        super(stream);
        this.loop = loop;
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

    @Override
    public void stopReading() {
        stopReadingSocket();
        probe();
    }

    /**
     * Acknowledges the same bytes over and over (RTMP 1.0, 5.4.3). The server's FIN waits behind all that is not read, and so
     * never comes; but a socket that it has closed answers this with RST.
     */
    private void probe() {
        if (isOver()) {
            return;
        }
        session().acknowledge();
        flushSocket();
        var _ = loop.schedule(this::probe, PROBE_MILLIS, TimeUnit.MILLISECONDS);
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
