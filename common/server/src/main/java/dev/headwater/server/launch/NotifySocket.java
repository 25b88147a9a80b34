package dev.headwater.server.launch;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process where it stands, as sd_notify(3) does: so systemd counts a node of
 * {@code Type=notify} as started when it is ready. Without one, nobody is told. Thread-safe; never blocks or fails.
 */
final class NotifySocket {
    static final String READY = "READY=1";
    static final String STOPPING = "STOPPING=1";

    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

    private final Optional<DomainSocketAddress> socket;

    private NotifySocket(Optional<DomainSocketAddress> socket) {
        this.socket = socket;
    }

    /** The one that named its socket in {@code NOTIFY_SOCKET}. */
    static NotifySocket ofThisProcess() {
        return at(Optional.ofNullable(System.getenv("NOTIFY_SOCKET")));
    }

    /** @param path of its socket; one of the abstract namespace begins with {@code @} */
    static NotifySocket at(Optional<String> path) {
        return new NotifySocket(path.filter(there -> Epoll.isAvailable())
                .map(name -> new DomainSocketAddress(name.replaceFirst("^@", "\0"))));
    }

    void tell(String state) {
        socket.ifPresent(manager -> tell(manager, state));
    }

    private static void tell(DomainSocketAddress manager, String state) {
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(manager)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        connected
                                .channel()
                                .writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8))
                                .addListener((ChannelFuture told) -> close(told, manager, state, loop));
                    } else {
                        close(connected, manager, state, loop);
                    }
                });
    }

    private static void close(
            ChannelFuture end, DomainSocketAddress manager, String state, MultiThreadIoEventLoopGroup loop) {
        if (!end.isSuccess()) {
            LOG.warn("NOTIFY_SOCKET={} was not told {}: {}", manager, state, String.valueOf(end.cause()));
        }
        var _ = end.channel().close();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
