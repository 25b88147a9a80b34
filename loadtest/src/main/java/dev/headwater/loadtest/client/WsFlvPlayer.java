package dev.headwater.loadtest.client;

import dev.headwater.media.MediaFrame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** Plays FLV that comes in the binary messages of a WebSocket (RFC 6455), as players in browsers do. Confined to its event loop. */
final class WsFlvPlayer extends FlvPlayer {
    private static final int MAX_ANSWER_BYTES = 8_192;

    /** A tag and more. */
    private static final int MAX_FRAME_BYTES = 2 * MediaFrame.MAX_PAYLOAD_BYTES;

    private boolean started;

    WsFlvPlayer(StreamAddress stream, PlayerEvents events) {
        super(stream, events);
    }

    @Override
    void addCodec(ChannelPipeline pipeline) {
        var protocol = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(stream().url())
                .maxFramePayloadLength(MAX_FRAME_BYTES)
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .build();
        pipeline.addLast(
                new HttpClientCodec(),
                new HttpObjectAggregator(MAX_ANSWER_BYTES),
                new WebSocketClientProtocolHandler(protocol));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE && !isOver()) {
            started = true;
            started();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof WebSocketClientHandshakeException no && no.response() != null) {
            refused(no.response().status());
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    @Override
    void receive(Object message) {
        switch (message) {
            case BinaryWebSocketFrame media -> media(media.content());
            case ContinuationWebSocketFrame more -> media(more.content());
            case TextWebSocketFrame _ -> end("protocol error: a text message");
            case CloseWebSocketFrame close -> end(reasonOf(close));
            default -> {} // a pong
        }
    }

    private static String reasonOf(CloseWebSocketFrame close) {
        boolean normal = close.statusCode() == WebSocketCloseStatus.NORMAL_CLOSURE.code();
        String words = "%d %s".formatted(close.statusCode(), close.reasonText()).strip();
        return (normal ? PlayerEvents.STREAM_ENDED : "closed by the server: ") + words;
    }

    @Override
    void sayGoodbye() {
        if (started) {
            write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }
    }

    @Override
    public void stopReading() {
        stopReadingSocket(() -> write(new PongWebSocketFrame())); // answered by nobody (RFC 6455, 5.5.3)
    }
}
