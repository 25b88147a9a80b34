package dev.headwater.loadtest.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection that asks one thing after the other. Confined to its event loop. */
final class HttpSocket extends SocketClient {
    private static final int MAX_LINE_BYTES = 4_096;
    private static final int MAX_HEADER_BYTES = 16_384;

    /** Larger bodies come in pieces. */
    private static final int PIECE_BYTES = 64 << 10;

    private final String host;
    private final HttpRequests owner;
    private @Nullable ChannelHandlerContext active;
    private @Nullable HttpExchange exchange;
    private boolean kept;
    private boolean used;

    HttpSocket(String host, HttpRequests owner) {
        this.host = host;
        this.owner = owner;
    }

    /** Asks when it can: nothing else is under way. */
    void ask(HttpExchange next) {
        exchange = next;
        if (active != null) {
            send(next);
        }
    }

    /** Whether it may have been closed for idleness while it was asked. */
    boolean isUsed() {
        return used;
    }

    @Override
    void addCodec(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpClientCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, PIECE_BYTES));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        active = context;
        if (exchange != null) {
            send(exchange);
        }
    }

    private void send(HttpExchange next) {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, next.path());
        request.headers().set(HttpHeaderNames.HOST, host).set(HttpHeaderNames.ACCEPT, "*/*");
        write(request);
        flushSocket();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!isOver() && message instanceof HttpObject part) {
                receive(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void receive(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            end("protocol error: " + part.decoderResult().cause().getMessage());
            return;
        }
        var current = exchange;
        if (current == null) {
            end("protocol error: an answer that nobody asked for");
            return;
        }
        if (part instanceof HttpResponse response) {
            kept = HttpUtil.isKeepAlive(response);
            current.begin(response);
        }
        if (part instanceof HttpContent content) {
            owner.received(content.content().readableBytes());
            current.body(content.content());
        }
        if (part instanceof LastHttpContent) {
            exchange = null;
            used = true;
            if (kept) {
                owner.free(this);
            } else {
                close();
                owner.gone(this);
            }
            current.end();
        }
    }

    @Override
    void ended(String reason) {
        owner.gone(this);
        var current = exchange;
        if (current != null) {
            exchange = null;
            owner.brokenOff(this, current, reason);
        }
    }
}
