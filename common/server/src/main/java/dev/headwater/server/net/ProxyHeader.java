package dev.headwater.server.net;

import dev.headwater.server.metrics.RejectionLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the header of a trusted balancer (PROXY protocol, 2) and hands it on with the addresses in the form that the rest of
 * the node writes them. Confined to the connection's event loop.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

    private final TrustedProxies proxies;
    private @Nullable ScheduledFuture<?> deadline;

    ProxyHeader(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var most = proxies.timeout().get();
        deadline = context.executor().schedule(() -> overdue(context, most), most.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            context.fireChannelRead(message);
            return;
        }
        HAProxyMessage plain;
        try {
            plain = plain(header);
        } catch (UnknownHostException | IllegalArgumentException e) {
            reject(context, "PROXY_HEADER", "the PROXY protocol header names an address that is none");
            return;
        } finally {
            header.release();
        }
        context.fireChannelRead(plain);
        context.pipeline().remove(this);
    }

    /** Not the header's own text: it is the balancer's, but who knows what it let through. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            reject(context, "PROXY_HEADER", "expected a PROXY protocol header: the port's proxies has this address");
        } else {
            var _ = context.close(); // the balancer reset the connection
        }
    }

    private void overdue(ChannelHandlerContext context, Duration most) {
        reject(context, "PROXY_TIMEOUT", "no PROXY protocol header within " + most.toMillis() + " ms");
    }

    private void reject(ChannelHandlerContext context, String reason, String explanation) {
        context.pipeline().remove(this); // it says this once
        proxies.rejected().accept(reason);
        RejectionLog.warn(
                LOG,
                "closed {} peer={} error={}: {}",
                proxies.port(),
                PeerAddress.text(context.channel().remoteAddress()),
                reason,
                explanation);
        var _ = context.close();
    }

    /** Without additions; sockets of other kinds than TCP have no address that anybody here could use. */
    private static HAProxyMessage plain(HAProxyMessage header) throws UnknownHostException {
        boolean tcp = header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
                || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
        if (header.command() == HAProxyCommand.LOCAL || !tcp) {
            return ProxyGate.nobody();
        }
        var source = address(header.sourceAddress());
        var destination = address(header.destinationAddress());
        boolean both4 = source instanceof Inet4Address && destination instanceof Inet4Address;
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                both4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                text(source, both4),
                text(destination, both4),
                header.sourcePort(),
                header.destinationPort());
    }

    /** The decoder has seen to it that it is one and no name. */
    private static InetAddress address(String text) throws UnknownHostException {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            throw new UnknownHostException("not an address");
        }
        return InetAddress.getByAddress(bytes);
    }

    /** As the JDK writes the address of a socket. */
    private static String text(InetAddress address, boolean both4) {
        String own = String.valueOf(address.getHostAddress());
        return both4 || !(address instanceof Inet4Address) ? own : "::ffff:" + own;
    }
}
