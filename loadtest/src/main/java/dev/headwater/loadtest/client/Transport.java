package dev.headwater.loadtest.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/** A transport that loads, and what is particular to it. */
enum Transport {
    EPOLL("epoll", EpollSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        void bindLate(Bootstrap bootstrap) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    },
    IO_URING("io_uring", IoUringSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }
    },
    NIO("nio", NioSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private final String label;
    private final Class<? extends SocketChannel> channel;

    Transport(String label, Class<? extends SocketChannel> channel) {
        this.label = label;
        this.channel = channel;
    }

    /** @throws IllegalArgumentException if the one that was asked for does not load here */
    static Transport of(TransportKind kind) {
        return switch (kind) {
            case AUTO -> Epoll.isAvailable() ? EPOLL : NIO;
            case EPOLL -> require(EPOLL, Epoll.unavailabilityCause());
            case IO_URING -> require(IO_URING, IoUring.unavailabilityCause());
            case NIO -> NIO;
        };
    }

    private static Transport require(Transport transport, @Nullable Throwable obstacle) {
        if (obstacle != null) {
            throw new IllegalArgumentException(
                    "transport %s is not available: %s".formatted(transport.label, obstacle));
        }
        return transport;
    }

    String label() {
        return label;
    }

    Class<? extends SocketChannel> channel() {
        return channel;
    }

    abstract IoHandlerFactory handlers();

    /** Has a port chosen at connect and not at bind, where that can be said: then one serves several servers. */
    void bindLate(Bootstrap bootstrap) {
        // the others choose it at bind
    }
}
