package dev.headwater.server.launch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JVM's shutdown hook: stops the node in order, then ends the process with status 0 where the JVM's own would be 143. */
final class StopOnSignal extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(StopOnSignal.class);
    private static final int STOPPED = 0;
    private static final int NOT_STOPPED = 1;

    private final Future<Node> starting;
    private final Supplier<Duration> limit;
    private volatile boolean disarmed;

    StopOnSignal(Future<Node> starting, Supplier<Duration> limit) {
        super("stop-on-signal");
        this.starting = starting;
        this.limit = limit;
    }

    /** The process ends for another reason, with a status of its own. */
    void disarm() {
        disarmed = true;
    }

    @Override
    public void run() {
        if (disarmed) {
            return;
        }
        int status = stopNode();
        Logging.close();
        Runtime.getRuntime().halt(status);
    }

    private int stopNode() {
        try {
            starting.compose(Node::stop).await(limit.get().toMillis(), TimeUnit.MILLISECONDS);
            return STOPPED;
        } catch (TimeoutException | RuntimeException e) {
            LOG.error("not stopped in order, ending the process all the same: {}", e.getMessage());
            return NOT_STOPPED;
        }
    }
}
