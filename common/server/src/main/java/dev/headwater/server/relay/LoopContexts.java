package dev.headwater.server.relay;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One Vert.x context per event loop, so that a connection can be opened on a chosen loop. Thread-safe.
 */
public final class LoopContexts {
    private final IdentityHashMap<EventExecutor, ContextInternal> byLoop = new IdentityHashMap<>();
    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    public LoopContexts(Vertx vertx) {
        var internal = (VertxInternal) vertx;
        for (EventExecutor loop : internal.nettyEventLoopGroup()) {
            byLoop.put(
                    loop,
                    internal.contextBuilder()
                            .withThreadingModel(ThreadingModel.EVENT_LOOP)
                            .withEventLoop((EventLoop) loop)
                            .build());
        }
        loops = byLoop.values().stream().map(ContextInternal::nettyEventLoop).toList();
    }

    /** The loops in turn. */
    public EventLoop nextLoop() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** The context that runs on {@code loop}. */
    public ContextInternal of(EventExecutor loop) {
        var context = byLoop.get(loop);
        if (context == null) {
            throw new IllegalArgumentException("not an event loop of this Vert.x: " + loop);
        }
        return context;
    }
}
