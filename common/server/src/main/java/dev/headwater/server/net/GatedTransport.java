package dev.headwater.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A transport with a {@link ProxyGate} before each server that is told to read PROXY protocol headers, a {@link HandshakeGate}
 * before each that speaks TLS, and a {@link RequestGate} before each that speaks HTTP. Vert.x itself would take headers from everybody, and ask everybody for them, and knows a connection
 * only after its handshake; a transport is the one place where it lets others see a connection before it does itself.
 * Thread-safe.
 */
public final class GatedTransport implements Transport {
    private final Transport transport;
    private final Gates rtmp;
    private final Gates http;
    private final Gates nodes;
    private final RequestGate requests;

    /** What stands before one kind of port. */
    public record Gates(TrustedProxies proxies, TlsHandshakes handshakes) {}

    /**
     * @param nodes where only those come who show a certificate
     * @param requests before every server that speaks HTTP
     */
    public GatedTransport(Transport transport, Gates rtmp, Gates http, Gates nodes, RequestGate requests) {
        this.transport = transport;
        this.rtmp = rtmp;
        this.http = http;
        this.nodes = nodes;
        this.requests = requests;
    }

    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public boolean available() {
        return transport.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return transport.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        var real = transport.implementation();
        var type = io.vertx.core.spi.transport.Transport.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    var result = invoke(real, method, arguments);
                    if (arguments != null
                            && arguments[0] instanceof NetServerOptions options
                            && arguments[arguments.length - 1] instanceof ServerBootstrap bootstrap) {
                        bootstrap.handler(gates(options, gates(options)));
                    }
                    return result;
                }));
    }

    private Gates gates(NetServerOptions options) {
        if (options.getClientAuth() == ClientAuth.REQUIRED) {
            return nodes;
        }
        return options instanceof HttpServerOptions ? http : rtmp;
    }

    private ChannelHandler gates(NetServerOptions options, Gates gates) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel listening) {
                if (options.isUseProxyProtocol()) {
                    listening.pipeline().addLast(new ProxyGate(gates.proxies()));
                }
                if (options.isSsl()) {
                    listening.pipeline().addLast(new HandshakeGate(gates.handshakes()));
                }
                if (options instanceof HttpServerOptions) {
                    listening.pipeline().addLast(requests);
                }
            }
        };
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
