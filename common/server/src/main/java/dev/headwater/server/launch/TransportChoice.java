package dev.headwater.server.launch;

import dev.headwater.server.config.NodeConfig.TransportKind;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.vertx.core.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Which transport serves the sockets: what the configuration asks for, else the next best that works on this machine. */
final class TransportChoice {
    private static final Logger LOG = LoggerFactory.getLogger(TransportChoice.class);

    /** What {@code auto} tries, the one that measures best first (docs/performance.md). */
    static final List<Transport> AUTO = List.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO);

    private static final long PROBE_MS = 2_000;

    private TransportChoice() {}

    /** @param eventLoops how many the node is going to make */
    static Transport of(TransportKind kind, int eventLoops) {
        int loops = eventLoops + 1; // which accepts connections
        return switch (kind) {
            case AUTO -> firstThatWorks(AUTO, loops, false);
            case EPOLL -> firstThatWorks(List.of(Transport.EPOLL, Transport.NIO), loops, true);
            case IO_URING -> firstThatWorks(List.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO), loops, true);
            case NIO -> firstThatWorks(List.of(Transport.NIO), loops, true);
        };
    }

    /**
     * The first that works; NIO does everywhere.
     *
     * @param asked whether an operator asked for the first and should be warned that it is another
     */
    static Transport firstThatWorks(List<Transport> inOrder, int loops, boolean asked) {
        var passedOver = new ArrayList<String>();
        for (var transport : inOrder) {
            var obstacle = transport.equals(Transport.NIO) ? Optional.<String>empty() : obstacle(transport, loops);
            if (obstacle.isEmpty()) {
                return taken(transport, passedOver, asked);
            }
            passedOver.add("%s does not work here (%s)".formatted(transport.name(), obstacle.get()));
        }
        return taken(Transport.NIO, passedOver, asked);
    }

    private static Transport taken(Transport transport, List<String> passedOver, boolean asked) {
        if (passedOver.isEmpty()) {
            LOG.info("transport {}", transport.name());
        } else {
            LOG.atLevel(asked ? Level.WARN : Level.INFO)
                    .log("transport {}: {}", transport.name(), String.join("; ", passedOver));
        }
        return transport;
    }

    /**
     * Why the node could not run on a transport. One that loads may still fail to make event loops: a ring of io_uring is made
     * for each, which a container's system call filter or a limit on memory may forbid. So they are made, and each runs a task.
     */
    private static Optional<String> obstacle(Transport transport, int loops) {
        if (!transport.available()) {
            return Optional.of(rootCause(transport.unavailabilityCause()));
        }
        try {
            var probe = new MultiThreadIoEventLoopGroup(
                    loops, transport.implementation().ioHandlerFactory());
            try {
                return everyLoopRuns(probe) ? Optional.empty() : Optional.of("its event loops do not run");
            } finally {
                probe.shutdownGracefully(0, PROBE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(PROBE_MS);
            }
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(rootCause(e));
        }
    }

    private static boolean everyLoopRuns(EventLoopGroup probe) {
        for (var loop : probe) {
            var task = loop.schedule(() -> {}, 1, TimeUnit.MILLISECONDS); // in which it waits for I/O
            if (!task.awaitUninterruptibly(PROBE_MS) || loop.isShuttingDown()) {
                return false;
            }
        }
        return true;
    }

    private static String rootCause(@Nullable Throwable failure) {
        if (failure == null) {
            return "no reason told";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.toString()
                : message.lines().findFirst().orElse("").strip();
    }
}
