package dev.headwater.loadtest.run;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvWriter;
import dev.headwater.rtmp.message.MediaMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;

/** Plays the stream of a {@link FakeServer} as FLV: in chunks of HTTP, or in messages of a WebSocket. */
final class FlvDoor extends FakeServer.Audience {
    private static final int MAX_REQUEST_BYTES = 8_192;

    private final FakeServer server;
    private boolean webSocket;

    private FlvDoor(Channel socket, FakeServer server) {
        super(socket);
        this.server = server;
    }

    static void open(Channel socket, FakeServer server) {
        socket.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                        new FlvDoor(socket, server));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof FullHttpRequest request) {
                answer(request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(FullHttpRequest request) {
        if (!request.uri().equals("/live/a.flv")) {
            refuse(HttpResponseStatus.NOT_FOUND);
        } else if (server.isRefusing()) {
            refuse(HttpResponseStatus.FORBIDDEN);
        } else if (request.headers().contains(HttpHeaderNames.UPGRADE)) {
            webSocket = true;
            var _ = new WebSocketServerHandshakerFactory("ws://h/live/a.flv", null, false)
                    .newHandshaker(request)
                    .handshake(socket(), request)
                    .addListener(_ -> start());
        } else {
            var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            HttpUtil.setTransferEncodingChunked(response, true);
            var _ = socket().write(response);
            start();
        }
    }

    private void start() {
        var header = Unpooled.buffer();
        FlvWriter.encodeHeader(true, true, header);
        write(header);
        server.admit(this);
    }

    private void refuse(HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        HttpUtil.setContentLength(response, 0);
        var _ = socket().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    void send(MediaMessage message) {
        var frame = MediaFrame.of(
                FrameKind.valueOf(message.kind().name()),
                Integer.toUnsignedLong(message.timestamp()),
                message.payload());
        var tag = Unpooled.buffer(FlvWriter.encodedSize(frame));
        FlvWriter.encodeTag(frame, tag);
        write(tag);
    }

    /** Cut in the middle, since no client may count on pieces. */
    private void write(ByteBuf flv) {
        var first = flv.readRetainedSlice(flv.readableBytes() / 2);
        for (var piece : new ByteBuf[] {first, flv}) {
            var _ = socket().write(webSocket ? new BinaryWebSocketFrame(piece) : new DefaultHttpContent(piece));
        }
    }

    @Override
    void end() {
        var last = webSocket
                ? new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE)
                : LastHttpContent.EMPTY_LAST_CONTENT;
        var _ = socket().writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        server.gone(this);
    }
}
