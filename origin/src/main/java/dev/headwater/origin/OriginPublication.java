package dev.headwater.origin;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.Timeline;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.relay.Epoch;
import dev.headwater.server.relay.PullRequest;
import dev.headwater.server.relay.RelayChildren;
import dev.headwater.server.relay.RelayGreeting;
import dev.headwater.server.relay.Seen;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.Publisher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One epoch of a stream at its origin: from the claim to the end of the publisher. Confined to the publisher's event loop,
 * except for what says otherwise.
 */
final class OriginPublication implements Publication {
    private static final Logger LOG = LoggerFactory.getLogger(OriginPublication.class);

    /** How far the line goes on above what others have delivered of an earlier one. */
    static final long GAP_MS = 1_000;

    private final Publisher publisher;
    private final LiveStream stream;
    private final Ownership ownership;
    private final RelayChildren children;
    private final Timeline timeline;
    private final Consumer<OriginPublication> onEnded;
    private volatile long timelineMs;
    private State state = State.LIVE;

    private enum State {
        /** Frames go to players. */
        LIVE,

        /** The {@linkplain Lease lease} has lapsed: frames are held back, but for headers, and no node may pull. */
        HELD,

        /** The publisher has ended it, or this node, or another publication has the name. */
        OVER
    }

    OriginPublication(
            Publisher publisher,
            LiveStream stream,
            Ownership ownership,
            RelayChildren children,
            Consumer<OriginPublication> onEnded) {
        this.publisher = publisher;
        this.stream = stream;
        this.ownership = ownership;
        this.children = children;
        this.onEnded = onEnded;
        this.timelineMs = ownership.record().timelineStartMs();
        this.timeline = new Timeline(timelineMs);
        stream.epoch(ownership.record().epoch());
    }

    StreamKey key() {
        return stream.key();
    }

    LiveStream stream() {
        return stream;
    }

    /** The record as it should stand in the directory now. Any thread. */
    StreamRecord record() {
        return ownership.record().at(timelineMs, stream.codecs());
    }

    @Override
    public long epoch() {
        return ownership.record().epoch();
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    @Override
    public void publish(FrameKind kind, int timestamp, byte[] payload) {
        switch (followLease()) {
            case LIVE -> {
                long mapped = timeline.map(kind, timestamp);
                timelineMs = Math.max(timelineMs, mapped);
                stream.publish(MediaFrame.of(kind, mapped, payload));
            }
            case HELD -> publishIfHeader(kind, payload);
            case OVER -> {}
        }
    }

    /** Headers come once: one that was held back would be missing for good. */
    private void publishIfHeader(FrameKind kind, byte[] payload) {
        var frame = MediaFrame.of(kind, timelineMs, payload);
        if (frame.isSequenceHeader()
                || frame.isMetadata()
                || frame.isClearMetadata()
                || frame.isVideoMetadata()
                || frame.isMultichannelConfig()) {
            stream.publish(frame);
        }
    }

    /** A node that slept must not serve what another may own by now: its frames wait for the directory's word. */
    private State followLease() {
        if (state != State.OVER) {
            boolean lapsed = ownership.leaseState() == Lease.State.LAPSED;
            if (lapsed && state == State.LIVE) {
                state = State.HELD;
                LOG.warn(
                        "stream={} epoch={} this node slept: frames are held back until the directory confirms it",
                        key(),
                        epoch());
                stream.interrupted();
            } else if (!lapsed && state == State.HELD) {
                state = State.LIVE;
                LOG.info("stream={} epoch={} goes on", key(), epoch());
            }
        }
        return state;
    }

    private boolean isOver() {
        return state == State.OVER;
    }

    @Override
    public void flush() {
        stream.flush();
    }

    /** Lifts the stream's line to {@code positionMs} if it is below. Any thread; in the order of the loop's tasks. */
    void advanceTo(long positionMs) {
        onLoop(() -> lift(positionMs));
    }

    private void lift(long positionMs) {
        timeline.advanceTo(positionMs);
        timelineMs = Math.max(timelineMs, positionMs);
    }

    // ---- ownership ----------------------------------------------------------------------------------------------

    /** Tells the directory how far the stream is; ends the publication if another origin has it. Any thread. */
    Future<?> announce() {
        return ask(() -> ownership.announce(this::record).compose(above -> settle(above, 0)));
    }

    /**
     * What a node is told that wants to pull and has {@code seen} so much: epoch and timeline are above that. Empty if the
     * stream is not to be had here now. Any thread.
     */
    Future<Optional<RelayGreeting>> greet(Seen seen) {
        return ask(() -> greetHere(seen));
    }

    private Future<Optional<RelayGreeting>> greetHere(Seen seen) {
        return followLease() == State.LIVE
                ? goOnAbove(seen).map(done -> isOver() ? Optional.empty() : Optional.of(greeting()))
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Void> goOnAbove(Seen seen) {
        return ownership
                .raiseAbove(seen, this::record)
                .compose(above -> settle(above, seen.epoch().number()))
                .onSuccess(done -> liftAbove(seen.timelineMs()));
    }

    private void liftAbove(long positionMs) {
        if (!isOver() && positionMs > timelineMs) {
            LOG.info("stream={} timeline goes on from {} above {} ms", key(), timelineMs, positionMs);
            lift(positionMs + GAP_MS);
        }
    }

    /**
     * Ends this publication if another owner stands above it. Above what one has left who is gone by now, as in the other half of a
     * split, it goes on, but not after a sleep: whoever sent the stream at o2 while this node was frozen was its own publisher, who
     * has finished there.
     *
     * @param above what stands above it
     * @param known the epoch that it was to be risen above
     */
    private Future<Void> settle(Optional<StreamRecord> above, long known) {
        if (above.isEmpty() || isOver()) {
            return Future.succeededFuture();
        }
        var standing = above.get();
        if (standing.isTombstone() && standing.epoch() > known && ownership.leaseState() == Lease.State.CONFIRMED) {
            return goOnAbove(new Seen(Epoch.of(standing), standing.timelineMs()));
        }
        lostTo(standing);
        return Future.succeededFuture();
    }

    /** Serves a node that wants to pull, or sends it to one that does already. Any thread. */
    Future<PlayDecision> serve(PlayRequest play) {
        var pull = PullRequest.parse(play.query());
        return ask(() -> greetHere(pull.seen())
                .map(greeting -> greeting.isEmpty() ? PlayDecision.NOT_FOUND : children.admit(play, pull, 1)));
    }

    /** Any thread. */
    RelayGreeting greeting() {
        var epoch = Epoch.of(ownership.record());
        return new RelayGreeting(epoch, timelineMs, List.of(epoch.originId()));
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** The publisher has ended it. */
    @Override
    public void end(EndReason reason) {
        if (!isOver()) {
            finish(reason);
            ownership.release(record());
        }
    }

    /** The directory has {@code standing} for this name: if that is another owner's, above this one, this one ends. Any thread. */
    void onRecord(StreamRecord standing) {
        if (ownership.isBeatenBy(standing)) {
            onTakenOver(standing);
        }
    }

    /** Another publication has the name: ends this one and its publisher. Any thread. */
    void onTakenOver(StreamRecord by) {
        onLoop(() -> lostTo(by));
    }

    private void lostTo(StreamRecord by) {
        if (!isOver()) {
            LOG.info("stream={} epoch={} taken over by origin={} epoch={}", key(), epoch(), by.originId(), by.epoch());
            ownership.close();
            finish(EndReason.TAKEN_OVER);
            publisher.end(EndReason.TAKEN_OVER);
        }
    }

    private void finish(EndReason reason) {
        state = State.OVER;
        stream.end(reason);
        onEnded.accept(this);
    }

    /** The node ends the publication, and tells its publisher. Any thread. */
    Future<?> endByNode(EndReason reason) {
        return ask(() -> {
            end(reason);
            publisher.end(reason);
            return Future.succeededFuture();
        });
    }

    // ---- the loop -----------------------------------------------------------------------------------------------

    private void onLoop(Runnable task) {
        stream.loop().execute(task);
    }

    private <T> Future<T> ask(Supplier<Future<T>> question) {
        Promise<T> promise = Promise.promise();
        onLoop(() -> question.get().onComplete(promise));
        return promise.future();
    }
}
