package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.Succession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buries the records that their owners announce no more, each data member those of its own partitions. Hazelcast's time to
 * live would take a record's epoch along, and a claim that comes before the burial would begin at 1 again; so an owner's
 * record outlives its announcements in the map, and what ends it is a step that leaves its tombstone. Its own thread.
 */
final class Expiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    /** Looks in a record's life. */
    private static final int LOOKS = 6;

    private static final Duration SLOWEST_LOOK = Duration.ofSeconds(1);

    private final List<Watched> directories;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("headwater-directory-expiry").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private record Watched(HazelcastStreamDirectory directory, Silence silence) {
        void changed(DirectoryChange change) {
            String key = MapKeys.of(change.key());
            switch (change) {
                case DirectoryChange.Owned _ -> silence.heard(key, System.nanoTime());
                case DirectoryChange.Gone _ -> silence.forget(key);
            }
        }

        void look() {
            long now = System.nanoTime();
            silence.listening(now);
            List<String> over = directory.ownedHere().stream()
                    .filter(key -> silence.isOver(key, now))
                    .toList();
            if (!over.isEmpty()) {
                directory.reclaim(directory.records(over));
            }
        }
    }

    Expiry(Succession succession, List<HazelcastStreamDirectory> directories) {
        this.directories = directories.stream()
                .map(directory -> new Watched(directory, directory.silence()))
                .toList();
        Duration sixth = succession.recordLife().dividedBy(LOOKS);
        long lookMs = (sixth.compareTo(SLOWEST_LOOK) < 0 ? sixth : SLOWEST_LOOK).toMillis();
        for (Watched watched : this.directories) {
            watched.directory().watch(watched::changed);
            var _ = thread.scheduleWithFixedDelay(() -> look(watched), lookMs, lookMs, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static void look(Watched watched) {
        try {
            watched.look();
        } catch (RuntimeException e) {
            LOG.warn("records that ran out stay for now: {}", e.toString());
        }
    }
}
