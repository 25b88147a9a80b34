package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.server.relay.Epoch;
import dev.headwater.server.relay.Seen;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the directory holds of one publication. Confined to the publication's loop, where its futures complete too, except for
 * what says otherwise. At most one announcement and one raise are under way.
 */
final class Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    private final StreamDirectory directory;
    private final UnansweredCalls calls;
    private final Executor loop;
    private volatile StreamRecord record;
    private Lease lease;
    private boolean announcing;
    private @Nullable Future<Optional<StreamRecord>> raising;
    private boolean over;

    /** @param record as it was granted */
    Ownership(StreamRecord record, StreamDirectory directory, UnansweredCalls calls, Executor loop, Lease lease) {
        this.record = record;
        this.directory = directory;
        this.calls = calls;
        this.loop = loop;
        this.lease = lease;
    }

    /** The newest epoch of this ownership, and the position where it began. Any thread. */
    StreamRecord record() {
        return record;
    }

    Lease.State leaseState() {
        return lease.state();
    }

    /**
     * Tells the directory what {@code now} says, unless the last time has no answer yet. After a sleep once this node is where the
     * others are: in its own half its record stands whoever has the stream by now.
     *
     * @return the record, if one stands above this that is not of this ownership: another owner's, or what one has left
     */
    Future<Optional<StreamRecord>> announce(Supplier<StreamRecord> now) {
        lease = lease.renew();
        long asked = lease.renewedNanos();
        if (over || announcing) {
            return Future.succeededFuture(Optional.empty());
        }
        announcing = true;
        Future<Void> ready =
                lease.state() == Lease.State.LAPSED ? here(directory.reunited()) : Future.succeededFuture();
        return ready.compose(reunited -> over
                        ? Future.succeededFuture(Optional.<StreamRecord>empty())
                        : here(directory.announce(now.get())).map(standing -> confirmed(standing, asked, now)))
                .onComplete((winner, cause) -> announcing = false);
    }

    private Optional<StreamRecord> confirmed(StreamRecord standing, long asked, Supplier<StreamRecord> now) {
        var winner = adopted(standing, now);
        if (winner.isEmpty()) {
            lease = lease.confirm(asked);
        }
        return winner;
    }

    /**
     * Rises above {@code seen}, which a pulling node has told of, if it is not of this ownership's past. More of this very epoch than was
     * ever sent is of an earlier run of this node, which the directory has forgotten with its last member.
     *
     * @return as of {@link #announce}
     */
    Future<Optional<StreamRecord>> raiseAbove(Seen seen, Supplier<StreamRecord> now) {
        if (over || isPast(seen, now.get())) {
            return Future.succeededFuture(Optional.empty());
        }
        if (raising != null) {
            return raising.compose(
                    winner -> winner.isPresent() ? Future.succeededFuture(winner) : raiseAbove(seen, now));
        }
        Future<Optional<StreamRecord>> asking = here(calls.add(
                        directory.raise(now.get(), seen.epoch().number())))
                .map(standing -> {
                    raising = null;
                    return adopted(standing, now);
                });
        raising = asking.onFailure(cause -> raising = null);
        return asking;
    }

    private static boolean isPast(Seen seen, StreamRecord now) {
        int order = seen.epoch().compareTo(Epoch.of(now));
        return order < 0 || (order == 0 && seen.timelineMs() <= now.timelineMs());
    }

    /** @param now the record as it is when it is asked for: the epoch that is adopted, and the last frame */
    private Optional<StreamRecord> adopted(StreamRecord standing, Supplier<StreamRecord> now) {
        if (!standing.isSameClaim(record)) {
            return winner(standing);
        }
        if (standing.outranks(record)) {
            LOG.info("stream={} epoch raised from {} to {}", standing.key(), record.epoch(), standing.epoch());
            record = standing;
            if (over) {
                release(now.get()); // the first release named the lower epoch
            }
        }
        return Optional.empty();
    }

    /** A higher record of this very origin is no other owner's: which publication has the name here is settled here. */
    private Optional<StreamRecord> winner(StreamRecord standing) {
        return isBeatenBy(standing) ? Optional.of(standing) : Optional.empty();
    }

    /** Whether {@code standing} is another owner's, above this. Any thread. */
    boolean isBeatenBy(StreamRecord standing) {
        var own = record;
        return !standing.originId().equals(own.originId()) && standing.outranks(own);
    }

    /** Gives the stream up; {@code last} says where its last frame was. */
    void release(StreamRecord last) {
        over = true;
        calls.add(directory.release(last))
                .onFailure(cause -> LOG.warn(
                        "stream={} epoch={} could not be released, it expires by itself: {}",
                        last.key(),
                        last.epoch(),
                        cause.toString()));
    }

    /** Another has the stream: nothing is told any more. */
    void close() {
        over = true;
    }

    private <T> Future<T> here(Future<T> call) {
        Promise<T> promise = Promise.promise();
        call.onComplete((answer, cause) -> loop.execute(() -> promise.complete(answer, cause)));
        return promise.future();
    }
}
