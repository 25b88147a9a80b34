package dev.headwater.server.launch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether files have changed. One look at a time: where a disk hangs nothing piles up behind it, and the log says so
 * once. Thread-safe.
 */
final class FileLook {
    private static final Logger LOG = LoggerFactory.getLogger(FileLook.class);

    /** How often. */
    static final Duration EVERY = Duration.ofSeconds(2);

    private final String what;
    private final Supplier<? extends Future<?>> look;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    private enum State {
        IDLE,
        LOOKING,
        /** And it was said that it takes long. */
        HANGING
    }

    /**
     * @param what is read, for the log
     * @param look reads on a worker, and tells itself how that ended
     */
    FileLook(String what, Supplier<? extends Future<?>> look) {
        this.what = what;
        this.look = look;
    }

    /** To be called {@link #EVERY} so often. */
    void again() {
        if (state.compareAndSet(State.IDLE, State.LOOKING)) {
            look.get().onComplete(done -> state.set(State.IDLE));
        } else if (state.compareAndSet(State.LOOKING, State.HANGING)) {
            LOG.warn(
                    "{}: a look at the files has not ended after {}: does the disk hang? Those from before hold",
                    what,
                    EVERY);
        }
    }
}
