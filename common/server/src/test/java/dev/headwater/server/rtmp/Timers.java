package dev.headwater.server.rtmp;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.concurrent.ExecutionException;

/** Looks into Netty's event loops, which tell nobody how many timers they have. */
final class Timers {
    private Timers() {}

    /** Timers set and neither run nor cancelled, on all event loops. */
    static int pending(Vertx vertx) {
        int count = 0;
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            try {
                count += loop.submit(() -> queued(loop)).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return count;
    }

    private static int queued(EventExecutor loop) throws IllegalAccessException {
        for (Class<?> type = loop.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals("scheduledTaskQueue")) {
                    field.setAccessible(true);
                    return field.get(loop) instanceof Collection<?> tasks ? tasks.size() : 0;
                }
            }
        }
        throw new IllegalStateException("no scheduledTaskQueue in " + loop.getClass());
    }
}
