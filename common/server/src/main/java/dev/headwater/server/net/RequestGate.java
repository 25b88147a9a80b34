package dev.headwater.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes who has not sent a whole request in time, however busy he seems (Slowloris). Vert.x tells of a connection without TLS only with its
 * first request, so somebody must watch before. A handler of the listening socket of an HTTP port; thread-safe.
 */
@Sharable
public final class RequestGate extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);
    private static final String TIMED_OUT =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private final Supplier<Duration> within;
    private final Consumer<String> rejected;

    /**
     * @param within the first request must have come ({@code http.request-timeout})
     * @param rejected counts a reason
     */
    public RequestGate(Supplier<Duration> within, Consumer<String> rejected) {
        this.within = within;
        this.rejected = rejected;
    }

    /**
     * Says that a request did not come in time, below the codec, and closes (RFC 9110, 15.5.9). On the connection's event loop.
     *
     * @param below of the handlers that it is not to pass
     */
    public static void timedOut(ChannelHandlerContext below) {
        below.channel().config().setAutoRead(false); // what comes now is nobody's request
        var _ = below.writeAndFlush(Unpooled.copiedBuffer(TIMED_OUT, US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
        ForcedClose.soon(below.channel());
    }

    /** The server knows the connection: it is watched no longer. On the connection's event loop. */
    public static void pass(HttpConnection connection) {
        var pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(Deadline.class) != null) {
            pipeline.remove(Deadline.class);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object child) {
        ((Channel) child).pipeline().addFirst(new Deadline());
        context.fireChannelRead(child);
    }

    /** Of one connection, and confined to its event loop. */
    private final class Deadline extends ChannelInboundHandlerAdapter {
        private @Nullable ScheduledFuture<?> timer;
        private boolean heard;

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            heard = true;
            context.fireChannelRead(bytes);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var most = within.get();
            timer = context.executor()
                    .schedule(() -> requestIsDue(context, most), most.toMillis(), TimeUnit.MILLISECONDS);
            context.fireChannelActive();
        }

        private void requestIsDue(ChannelHandlerContext context, Duration most) {
            rejected.accept("REQUEST_TIMEOUT");
            LOG.debug(
                    "closed http peer={}: no request within http.request-timeout={}",
                    PeerAddress.text(context.channel().remoteAddress()),
                    most);
            if (heard && context.pipeline().get(SslHandler.class) == null) {
                timedOut(context);
            } else {
                var _ = context.channel().close();
            }
        }

        /** At its end, too. */
        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
