package dev.headwater.cluster;

import dev.headwater.cluster.StreamDirectory.Watch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of changes in one directory. Thread-safe; a watcher that throws is logged and harms no other. */
public final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** Compared by identity, so that closing one watch leaves another of the same consumer alone. */
    private static final class Watcher {
        final Consumer<DirectoryChange> consumer;

        Watcher(Consumer<DirectoryChange> consumer) {
            this.consumer = consumer;
        }
    }

    public Watch add(Consumer<DirectoryChange> consumer) {
        Watcher watcher = new Watcher(consumer);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Calls every watcher on this thread. */
    public void tell(DirectoryChange change) {
        for (Watcher watcher : watchers) {
            try {
                watcher.consumer.accept(change);
            } catch (RuntimeException e) {
                LOG.error("a watcher failed on {}", change, e);
            }
        }
    }
}
