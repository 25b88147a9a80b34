package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Whether this node slept for so long that the others may have given it up, and does not know yet to be where they are: until
 * then its own half of the directory gives it any name, whoever has it by now. Thread-safe.
 */
final class NodeLease {
    private final StreamDirectory directory;
    private final Duration life;
    private final LongSupplier clock;
    private final AtomicReference<Lease> lease;

    /**
     * @param life how long this node may sleep and own what it owned
     * @param clock monotonic, nanoseconds
     */
    NodeLease(StreamDirectory directory, Duration life, LongSupplier clock) {
        this.directory = directory;
        this.life = life;
        this.clock = clock;
        this.lease = new AtomicReference<>(ofClaim(now()));
    }

    long now() {
        return clock.getAsLong();
    }

    /** That of a name which was asked for at {@code askedNanos}. */
    Lease ofClaim(long askedNanos) {
        return new Lease(life, clock, askedNanos);
    }

    /** The node is awake: to be called every {@code cluster.announce-interval}. */
    void renew() {
        lease.updateAndGet(Lease::renew);
    }

    /** Completes at once; after a sleep when this node is where the others are, or nobody can be reached. */
    Future<Void> sure() {
        var now = lease.updateAndGet(Lease::renew);
        return now.state() == Lease.State.LAPSED
                ? directory.reunited().onSuccess(known -> confirm(now.renewedNanos()))
                : Future.succeededFuture();
    }

    private void confirm(long askedNanos) {
        lease.updateAndGet(latest -> latest.confirm(askedNanos));
    }
}
