package dev.headwater.server.net;

import io.vertx.core.net.NetServerOptions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where and how a port listens.
 *
 * @param port 0 for any free one, negative for any free one that all who give that number share
 * @param balanced whether balancers that are trusted begin their connections with a PROXY protocol header
 * @param tls if the port speaks TLS; behind such a header
 */
public record PortSettings(String host, int port, boolean balanced, Optional<TlsSettings> tls) {
    /** To Vert.x a negative number means any free port, and the same one for all who give that number. */
    private static final AtomicInteger ANY_FREE_PORT = new AtomicInteger();

    /** A port that clients reach directly. */
    public static PortSettings direct(String host, int port) {
        return new PortSettings(host, port, false, Optional.empty());
    }

    /** The same for several servers: any free port is the same one for all of them. */
    public PortSettings shared() {
        return port == 0 ? new PortSettings(host, ANY_FREE_PORT.decrementAndGet(), balanced, tls) : this;
    }

    /** Sets what this says in the options of an RTMP or HTTP server. */
    public <T extends NetServerOptions> T applyTo(T options) {
        options.setHost(host).setPort(port);
        options.setUseProxyProtocol(balanced).setProxyProtocolTimeout(0); // ProxyGate has its own, and reports
        tls.ifPresent(settings -> settings.applyTo(options));
        return options;
    }
}
