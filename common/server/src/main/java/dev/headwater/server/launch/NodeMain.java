package dev.headwater.server.launch;

import dev.headwater.server.config.LogConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.config.ShutdownConfig;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as a whole process: one call of {@link #run} per JVM. */
public final class NodeMain {
    private static final int STOPPED = 0;
    private static final int FAILED = 1;

    /** What the stop may take beyond its two limits, for a node that is still starting when it is told to stop. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private NodeMain() {}

    /** A level that was set at run time stays where the configuration has not changed. */
    private static Future<Runnable> logging(LogConfig before, LogConfig next) {
        boolean same = before.level() == next.level()
                && before.format() == next.format()
                && before.accessFormat().equals(next.accessFormat());
        return Future.succeededFuture(same ? () -> {} : () -> Logging.apply(next));
    }

    /**
     * Runs a node until it has stopped by command, or the process is told to stop, and then it does not return.
     *
     * @return the exit status: 0 if the node stopped in order, 1 if not, or if it could not start
     */
    public static int run(RunningConfig running, NodeRole role) {
        NameCache.keepShortly();
        Logging.apply(running.now().log());
        running.follow(next -> logging(running.now().log(), next.log()));
        Logger log = LoggerFactory.getLogger(NodeMain.class);
        var starting = Node.start(running, role);
        SighupReload.install(starting);
        var hook = new StopOnSignal(starting, () -> patience(running.now().shutdown()));
        Runtime.getRuntime().addShutdownHook(hook);
        Node node;
        try {
            node = starting.await();
        } catch (RuntimeException e) {
            hook.disarm();
            log.error("cannot start: {}", e.getMessage());
            log.debug("the cause of it", e);
            return FAILED;
        }
        return awaitEnd(node);
    }

    private static Duration patience(ShutdownConfig limits) {
        return limits.drainTimeout().plus(limits.stopTimeout()).plus(GRACE);
    }

    /** A signal ends the process from its own thread. */
    private static int awaitEnd(Node node) {
        try {
            node.stopped().await();
            return STOPPED;
        } catch (RuntimeException e) {
            return FAILED; // the node has said why
        }
    }
}
