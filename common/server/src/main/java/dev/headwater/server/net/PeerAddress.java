package dev.headwater.server.net;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Addresses of peers in one form for logs, callbacks and answers: {@code 192.0.2.7:50122}, {@code [2001:db8::7]:50122} (RFC 5952),
 * and {@code 2001:db8::7} without a port.
 */
public final class PeerAddress {
    /** Of a socket that is closed already. */
    private static final String GONE = "gone";

    private PeerAddress() {}

    /** With its port. */
    public static String text(SocketAddress address) {
        String host = address.hostAddress();
        return host == null
                ? String.valueOf(address)
                : text(new InetSocketAddress(InetAddress.ofLiteral(host), address.port()));
    }

    /** The same of a channel. */
    public static String text(java.net.SocketAddress address) {
        return address instanceof InetSocketAddress known ? NetUtil.toSocketAddressString(known) : GONE;
    }

    /** Without a port. */
    public static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
