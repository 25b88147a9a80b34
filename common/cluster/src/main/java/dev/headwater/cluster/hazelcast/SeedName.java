package dev.headwater.cluster.hazelcast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name that has the members' addresses, at a start that may come before them: a headless Service has a pod's a moment after the pod
 * starts. A member that DNS tells of nobody makes itself a cluster of its own at once, and so would each that starts with it.
 */
record SeedName(String name, Predicate<String> hasAddress, Duration patience) {
    /** Three times what the DNS server of Kubernetes believes that a name is not there. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(SeedName.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Asked of the machine's resolver. */
    static SeedName of(String name) {
        return new SeedName(name, SeedName::isKnown, PATIENCE);
    }

    private static boolean isKnown(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Blocks until the name has an address, this node's own perhaps, or until patience is over; no longer, even if no answer comes. */
    void await() throws InterruptedException {
        var found = new CompletableFuture<Void>();
        var asking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("headwater-seed-name").factory());
        try {
            var _ = asking.scheduleWithFixedDelay(
                    () -> {
                        if (hasAddress.test(name)) {
                            found.complete(null);
                        }
                    },
                    0,
                    PAUSE.toMillis(),
                    TimeUnit.MILLISECONDS);
            found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "cluster.dns-name={} has had no address for {} ms: without a member to join, this node begins a cluster of its own",
                    name,
                    patience.toMillis());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody fails it
        } finally {
            asking.shutdownNow();
        }
    }
}
