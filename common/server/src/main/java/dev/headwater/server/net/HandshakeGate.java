package dev.headwater.server.net;

import dev.headwater.server.metrics.RejectionLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no more connections into a TLS handshake than may be in one at a time, and tells who did not come through: the server
 * behind hears of a failure and not of whose it is. A handler of the listening socket; thread-safe.
 */
@Sharable
final class HandshakeGate extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeGate.class);

    private final TlsHandshakes handshakes;

    HandshakeGate(TlsHandshakes handshakes) {
        this.handshakes = handshakes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object child) {
        ((Channel) child).pipeline().addFirst(new Handshake());
        context.fireChannelRead(child);
    }

    private void reject(ChannelHandlerContext context, String reason, String explanation) {
        handshakes.rejected().accept(reason);
        String peer = PeerAddress.text(context.channel().remoteAddress());
        RejectionLog.warn(LOG, "closed {} peer={} error={}: {}", handshakes.port(), peer, reason, explanation);
    }

    /** One of them, at the head of its pipeline until it is over. Confined to the connection's event loop. */
    private final class Handshake extends ChannelInboundHandlerAdapter {
        private boolean counted;
        private @Nullable Completion completion;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            counted = handshakes.take();
            if (counted) {
                context.fireChannelActive();
                await(context);
            } else {
                reject(
                        context,
                        "MAX_HANDSHAKES",
                        "all are taken that tls.max-handshakes=%d allows"
                                .formatted(handshakes.most().getAsInt()));
                var _ = context.close();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message);
            await(context);
        }

        /** Behind what speaks TLS, which comes late where a balancer's header comes first. */
        private void await(ChannelHandlerContext context) {
            if (completion != null) {
                return;
            }
            var pipeline = context.pipeline();
            var tls = pipeline.context(SslHandler.class);
            var speaking = tls == null ? pipeline.context(AbstractSniHandler.class) : tls;
            if (speaking != null) {
                completion = new Completion(this);
                pipeline.addAfter(speaking.name(), null, completion);
                pipeline.remove(this);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            release();
            context.fireChannelInactive();
        }

        void release() {
            if (counted) {
                counted = false;
                handshakes.give();
            }
        }
    }

    /** Hears how it ended. Confined to the connection's event loop. */
    private final class Completion extends ChannelInboundHandlerAdapter {
        private final Handshake handshake;

        Completion(Handshake handshake) {
            this.handshake = handshake;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent end) {
                handshake.release();
                if (!end.isSuccess()) {
                    TlsSettings.fault(end.cause()).ifPresent(fault -> reject(context, TlsSettings.FAULT, fault));
                }
            }
            context.fireUserEventTriggered(event);
            if (event instanceof SslHandshakeCompletionEvent) {
                context.pipeline().remove(this);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            handshake.release();
            context.fireChannelInactive();
        }
    }
}
