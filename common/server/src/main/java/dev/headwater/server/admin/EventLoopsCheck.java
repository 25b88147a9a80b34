package dev.headwater.server.admin;

import io.netty.util.concurrent.EventExecutorGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;

/** Whether every event loop still turns: each one must run a task within the time of a check. */
public final class EventLoopsCheck {
    private EventLoopsCheck() {}

    public static HealthCheck of(EventExecutorGroup loops) {
        return new HealthCheck("event-loops", () -> allTurn(loops));
    }

    private static Future<?> allTurn(EventExecutorGroup loops) {
        var turns = new ArrayList<Future<?>>();
        loops.forEach(loop -> {
            var turned = Promise.<Void>promise();
            loop.execute(turned::complete);
            turns.add(turned.future());
        });
        return Future.all(turns);
    }
}
