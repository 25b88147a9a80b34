package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops that carry all clients. Thread-safe. */
public final class Loops implements AutoCloseable {
    private static final long QUIET_MILLIS = 0;
    private static final long STOP_MILLIS = 5_000;

    private final Transport transport;
    private final EventLoopGroup group;
    private final List<EventLoop> all = new ArrayList<>();

    private Loops(Transport transport, int count) {
        this.transport = transport;
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("load", true), transport.handlers());
        for (int i = 0; i < count; i++) {
            all.add(group.next()); // goes round
        }
    }

    /** @throws IllegalArgumentException if the transport is not available here */
    public static Loops start(TransportKind kind, int count) {
        return new Loops(Transport.of(kind), count);
    }

    public List<EventLoop> all() {
        return List.copyOf(all);
    }

    /** Name of the transport in use. */
    public String transportName() {
        return transport.label();
    }

    Transport transport() {
        return transport;
    }

    /** Ends the loops; waits for it for some seconds. */
    @Override
    public void close() {
        group.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
}
