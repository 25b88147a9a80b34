package dev.headwater.loadtest.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS towards one server, whose certificate is held against the JDK's trust store and its name. Thread-safe. */
public final class TlsClient {
    private final StreamUrl.Server server;
    private final SslContext context;

    private TlsClient(StreamUrl.Server server, SslContext context) {
        this.server = server;
        this.context = context;
    }

    static TlsClient of(StreamUrl.Server server, boolean insecure) {
        var builder = SslContextBuilder.forClient();
        if (insecure) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("");
        }
        try {
            return new TlsClient(server, builder.build());
        } catch (SSLException e) {
            throw new IllegalStateException(e); // a client needs nothing that could be missing
        }
    }

    /** Shakes hands first; what {@code handler} writes meanwhile waits. */
    ChannelHandler around(ChannelHandler handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(context.newHandler(channel.alloc(), server.host(), server.port()), handler);
            }
        };
    }
}
