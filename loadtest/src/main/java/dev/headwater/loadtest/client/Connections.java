package dev.headwater.loadtest.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens sockets to one server, from local addresses in turn. Thread-safe. */
public final class Connections {
    /** A read takes what has come: some frames. The buffer is used up at once, so all clients of a loop share one. */
    private static final int READ_BYTES = 64 << 10;

    /** What a publisher holds for a server that does not keep up; more is thrown away. */
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(2 << 20, 4 << 20);

    private final Bootstrap template;
    private final LocalAddresses localAddresses;
    private final Optional<TlsClient> tls;
    private final AtomicInteger clients = new AtomicInteger();

    public Connections(Loops loops, InetSocketAddress server, LocalAddresses localAddresses, Duration connectTimeout) {
        this(loops, server, localAddresses, connectTimeout, Optional.empty());
    }

    /** @param tls what they go through; empty: they are in the clear */
    public Connections(
            Loops loops,
            InetSocketAddress server,
            LocalAddresses localAddresses,
            Duration connectTimeout,
            Optional<TlsClient> tls) {
        this.localAddresses = localAddresses;
        this.tls = tls;
        template = new Bootstrap()
                .channel(loops.transport().channel())
                .remoteAddress(server)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS);
        if (!localAddresses.isAny()) {
            loops.transport().bindLate(template);
        }
    }

    /** Connects a socket whose events {@code handler} takes. */
    ChannelFuture open(EventLoop loop, ChannelHandler handler) {
        var bootstrap = template.clone(loop)
                .handler(tls.map(client -> client.around(handler)).orElse(handler));
        if (!localAddresses.isAny()) {
            bootstrap.localAddress(localAddresses.of(Math.floorMod(clients.getAndIncrement(), Integer.MAX_VALUE)));
        }
        return bootstrap.connect();
    }
}
