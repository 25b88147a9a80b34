package dev.headwater.server.foreign;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.relay.LoopTimer;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One relay and whether it is this node's to run. Its run ends when the claim was not confirmed for a record's life: by then
 * another node may have it. Confined to the relay's event loop, but for what says otherwise. At most one claim or announcement is
 * under way, and a release is made when it is answered: else it may take effect after the release.
 */
final class RelayOwnership {
    private static final Logger LOG = LoggerFactory.getLogger(RelayOwnership.class);
    private static final String APP = "relays";

    private final StreamKey key;
    private final StreamDirectory directory;
    private final Supplier<Future<Void>> sure;
    private final Function<StreamKey, ClaimRequest> claims;
    private final Duration recordLife;
    private final EventLoop loop;
    private final RelayRun run;
    private final LoopTimer lapse;
    private boolean asking; // or waiting to be sure
    private Future<?> underWay = Future.succeededFuture(); // the last claim or announcement, and its answer's work
    private boolean closed;
    private boolean givenUp; // since the last tick: a claim that is under way does not count
    private @Nullable StreamRecord record;

    /**
     * @param sure completes when this node is where the others are: after a sleep its own half of the directory would give it the
     *     relay, or leave it to it, whoever runs it by now
     * @param claims this node's, which take over from no other node
     */
    RelayOwnership(
            String name,
            StreamDirectory directory,
            Supplier<Future<Void>> sure,
            Function<StreamKey, ClaimRequest> claims,
            Duration recordLife,
            EventLoop loop,
            RelayRun run) {
        this.key = key(name);
        this.directory = directory;
        this.sure = sure;
        this.claims = claims;
        this.recordLife = recordLife;
        this.loop = loop;
        this.run = run;
        this.lapse = new LoopTimer(loop);
    }

    static StreamKey key(String name) {
        return new StreamKey(APP, name);
    }

    /** Claims the relay, or announces that it is this node's. Any thread. */
    void tick() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            givenUp = false;
            if (!asking) {
                asking = true;
                here(sure.get())
                        .compose(known -> ask())
                        .onFailure(this::failed)
                        .onComplete((answered, cause) -> asking = false);
            }
        });
    }

    private void failed(Throwable cause) {
        boolean isExpected = cause instanceof DirectoryUnavailableException
                || cause instanceof IllegalArgumentException; // the relay port is not open yet
        LOG.atLevel(isExpected ? Level.DEBUG : Level.ERROR)
                .setCause(cause)
                .log("relay={} is neither claimed nor announced", key.name());
    }

    private Future<?> ask() {
        long asked = System.nanoTime();
        var own = record;
        if (own != null) {
            underWay = here(directory.announce(own)).compose(standing -> announced(own, standing, asked));
        } else if (!givenUp) {
            // what cannot be asked, as before the relay port is there, is a try that failed
            underWay = here(Future.succeededFuture(key).map(claims).compose(directory::claim))
                    .compose(claim -> claimed(claim, asked));
        }
        return underWay;
    }

    /** The directory names an owner, unasked. Any thread. */
    void ownedBy(StreamRecord standing) {
        loop.execute(() -> {
            if (record != null && standing.outranks(record)) {
                lost("it is run by " + standing.originId()); // as when a split heals
            }
        });
    }

    /** Somebody plays the relay's stream. Any thread. */
    void wanted() {
        loop.execute(run::wanted);
    }

    private Future<?> claimed(Claim claim, long asked) {
        if (claim instanceof Claim.Granted(StreamRecord granted, var _)) {
            if (givenUp) {
                return here(directory.release(granted));
            }
            LOG.info("relay={} is this node's epoch={}", key.name(), granted.epoch());
            record = granted;
            confirmed(asked);
            run.start();
        }
        return Future.succeededFuture();
    }

    private Future<?> announced(StreamRecord own, StreamRecord standing, long asked) {
        if (own.equals(record)) {
            if (standing.isSameEpoch(own)) {
                confirmed(asked);
            } else {
                lost("it is run by " + standing.originId());
            }
        }
        return Future.succeededFuture();
    }

    private void confirmed(long asked) {
        lapse.set(recordLife.minusNanos(System.nanoTime() - asked), () -> lost("its claim was not confirmed"));
    }

    private void lost(String why) {
        LOG.warn("relay={} is not this node's any more: {}", key.name(), why);
        record = null;
        lapse.cancel();
        run.stop();
    }

    /** Ends the run, then gives the relay up, for good. Any thread. */
    Future<?> close() {
        loop.execute(() -> closed = true);
        return release();
    }

    /** Ends the run, then gives the relay up, until the next {@link #tick}. Any thread. */
    Future<?> release() {
        Promise<Void> released = Promise.promise();
        loop.execute(() -> {
            givenUp = true;
            lapse.cancel();
            var own = record;
            record = null;
            if (own != null) {
                run.stop();
            }
            underWay.transform(answered -> own == null ? Future.<Void>succeededFuture() : directory.release(own))
                    .onComplete(released);
        });
        return released.future();
    }

    private <T> Future<T> here(Future<T> call) {
        Promise<T> promise = Promise.promise();
        call.onComplete((answer, cause) -> loop.execute(() -> promise.complete(answer, cause)));
        return promise.future();
    }
}
