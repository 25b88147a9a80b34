package dev.headwater.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.InetSocketAddress;

/**
 * Decides for each accepted connection whether it must begin with a PROXY protocol header, or may not: by the address that the
 * socket shows and nothing else. A header from anybody but a trusted balancer is a bad first byte to the server behind.
 * A handler of the listening socket; thread-safe.
 */
@Sharable
final class ProxyGate extends ChannelInboundHandlerAdapter {
    /** Longest additions to a binary header: certificates' names, ids. */
    private static final int MAX_ADDITIONS_BYTES = 4096;

    private final TrustedProxies proxies;

    ProxyGate(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object child) {
        ((Channel) child).pipeline().addFirst(new Entrance());
        context.fireChannelRead(child);
    }

    /** "Whoever the socket shows", as a balancer says it of its own health checks. */
    static HAProxyMessage nobody() {
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2, HAProxyCommand.LOCAL, HAProxyProxiedProtocol.UNKNOWN, null, null, 0, 0);
    }

    /** Vert.x waits for a header on every connection: this gives it one, or sees to it that a real one comes. */
    private final class Entrance extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            var pipeline = context.pipeline();
            context.fireChannelActive();
            var address = (InetSocketAddress) context.channel().remoteAddress();
            if (address == null) {
                var _ = context.close(); // gone already
            } else if (proxies.addresses().get().contains(address.getAddress())) {
                var decoder = new HAProxyMessageDecoder(MAX_ADDITIONS_BYTES);
                pipeline.replace(HAProxyMessageDecoder.class, null, decoder);
                pipeline.addAfter(pipeline.context(decoder).name(), null, new ProxyHeader(proxies));
                pipeline.remove(this);
            } else {
                pipeline.remove(HAProxyMessageDecoder.class);
                context.fireChannelRead(nobody());
                pipeline.remove(this);
            }
        }
    }
}
