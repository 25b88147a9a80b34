package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightLog;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;

/**
 * One stream pulled to this node: a state machine whose steps are those of {@link PullState}. Confined to one event loop.
 *
 * <p>It looks for the owner ({@link OwnerSearch}) and has the frames brought ({@link PullFeed}) for as long as somebody wants them
 * ({@link PullAudience}). While none come, players are held ({@link PlayerHold}). Nodes that pull from here are not held but ended
 * ({@link TreePlace}).
 */
final class StreamPull implements LiveStream.StreamListener, OwnerSearch.Seeker, PullFeed.Taker {
    private final PullPorts ports;
    private final PullSettings settings;
    private final PullJournal journal;
    private final LiveStream stream;
    private final PullAudience audience;
    private final Owners owners;
    private final OwnerSearch search;
    private final TreePlace tree;
    private final PullFeed feed;
    private final PlayerHold hold;
    private final Backoff backoff;
    private final LoopTimer timer; // of the state, and ends with it
    private volatile PullState state = PullState.IDLE; // written on the loop
    private volatile boolean greetedOnce; // written on the loop

    StreamPull(StreamKey key, EventExecutor loop, PullPorts ports, PullSettings settings, FlightLog flight) {
        this.ports = ports;
        this.settings = settings;
        this.journal = new PullJournal(key, flight, ports.metrics());
        this.stream = ports.streams().create(key, loop, this);
        this.owners = new Owners(loop, this::leaveBehind);
        this.search = new OwnerSearch(key, loop, ports.directory(), owners, journal, this);
        this.audience = new PullAudience(
                loop, stream, settings, () -> search.isAsking() || state == PullState.PULLING, this::endIfUnwanted);
        this.tree = new TreePlace(ports.self(), stream, ports.metrics());
        this.feed = new PullFeed(this, ports, settings, stream, audience, owners, tree, journal);
        this.hold = new PlayerHold(stream, settings, () -> state == PullState.PULLING, this::holdOver);
        this.backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(), ports.random());
        this.timer = new LoopTimer(loop);
    }

    StreamKey key() {
        return stream.key();
    }

    /** Any thread. */
    PullState state() {
        return state;
    }

    /** Whether it had a source and looks for another. Any thread. */
    boolean isHeld() {
        return greetedOnce && state.isOnTheWay();
    }

    LiveStream stream() {
        return stream;
    }

    /** What happened to it so far. */
    Flight flight() {
        return journal.flight(isOver());
    }

    /** Whether it is not merely tried for another node, which has others to try and tells of it itself. */
    boolean isOfThisNode() {
        return journal.isOfThisNode();
    }

    private void enter(PullState next) {
        if (state != next) {
            if (!state.canBecome(next)) {
                throw new IllegalStateException("pull of %s cannot go from %s to %s".formatted(key(), state, next));
            }
            journal.entered(state, next);
            state = next;
            timer.cancel();
        }
    }

    // ---- players ------------------------------------------------------------------------------------------------

    /**
     * A player wants the stream. False if this pull is over: open another.
     *
     * @param trace of the player; that of the first is the one of the way to the stream
     * @param left completes when the player is gone
     */
    boolean open(Promise<PlayDecision> promise, Trace trace, Future<Void> left) {
        if (isOver()) {
            return false;
        }
        if (greetedOnce) {
            letIn();
            promise.complete(new PlayDecision.Found(stream));
        } else {
            journal.playerWaits();
            audience.addPlayer(promise, left);
            if (state == PullState.IDLE) {
                begin(trace);
            }
        }
        return true;
    }

    private void letIn() {
        audience.letIn();
        stayIfLingering();
    }

    private void stayIfLingering() {
        if (state == PullState.LINGERING) {
            enter(PullState.LIVE);
        }
    }

    private void begin(Trace trace) {
        journal.wanted(trace);
        resolve();
    }

    @Override
    public void playersChanged(int players) {
        if (players > 0) {
            stayIfLingering();
        } else {
            endIfUnwanted();
        }
    }

    private void endIfUnwanted() {
        if (audience.isThere()) {
            return;
        }
        if (state.isOnTheWay()) {
            end(EndReason.NO_PLAYERS, "nobody waits");
        } else if (state == PullState.LIVE) {
            linger();
        }
    }

    private void linger() {
        enter(PullState.LINGERING);
        timer.set(settings.linger(), () -> end(EndReason.NO_PLAYERS, "play.linger is over"));
    }

    // ---- nodes that pull from here ------------------------------------------------------------------------------

    /**
     * Another node wants to pull the stream from here. It is not waited for, unless it cannot reach the owner itself and asks to
     * have it fetched: then for as long as the owner is asked for the first time.
     */
    void relay(PlayRequest request, boolean fetch, Promise<PlayDecision> promise) {
        switch (state) {
            case LIVE, LINGERING ->
                promise.complete(fetch && feed.isInDoubt() ? PlayDecision.NOT_FOUND : serve(request));
            case IDLE, RESOLVING, PULLING -> {
                if (fetch && !greetedOnce && !feed.isAskingAnother()) {
                    fetch(request, promise);
                } else {
                    promise.complete(PlayDecision.NOT_FOUND);
                }
            }
            case BACKING_OFF, OVER -> promise.complete(PlayDecision.NOT_FOUND);
        }
    }

    private PlayDecision serve(PlayRequest request) {
        if (feed.isAskingAnother()) { // or two nodes that change their places could come to stand below each other
            return new PlayDecision.Refused("this node looks for another place in the tree");
        }
        var decision = tree.serve(request, owners.seen());
        if (decision instanceof PlayDecision.Found) {
            letIn();
        }
        return decision;
    }

    private void fetch(PlayRequest request, Promise<PlayDecision> promise) {
        Promise<PlayDecision> fetched = Promise.promise();
        fetched.future()
                .map(decision -> decision instanceof PlayDecision.Found ? serve(request) : decision)
                .onComplete(promise);
        audience.addGuest(fetched, request.left());
        if (state == PullState.IDLE) {
            begin(request.trace());
        }
    }

    /** What a node that pulls from here is greeted with; empty if the stream is not to be had here now. Any thread. */
    Optional<RelayGreeting> greeting() {
        return tree.greeting();
    }

    /** Sends the nodes that pull from here elsewhere. */
    void letGoOfNodes() {
        tree.endChildren(EndReason.SHUTDOWN);
    }

    // ---- finding the owner --------------------------------------------------------------------------------------

    private void resolve() {
        enter(PullState.RESOLVING);
        search.start();
    }

    @Override
    public void found(StreamRecord owner) {
        pull(owner);
    }

    /** Neither in the directory nor among those that were asked. */
    @Override
    public void foundNobody() {
        retryLater();
    }

    private void retryLater() {
        audience.sendGuestsOn();
        if (!audience.isThere()) {
            end(EndReason.NO_PLAYERS, "nobody waits");
            return;
        }
        enter(PullState.BACKING_OFF);
        timer.set(Duration.ofMillis(backoff.next()), this::resolve);
    }

    /** The directory names an owner, unasked: a stream appeared or moved. */
    @Override
    public void recordChanged(StreamRecord record) {
        switch (state) {
            // whoever it is may be asked: an owner that has lost its past rises above what was seen
            case RESOLVING, BACKING_OFF -> {
                if (owners.isNamed(record)) {
                    owners.name(record); // and the pause stands: all who hold players hear this at one instant
                } else {
                    backoff.reset(); // the wait until now was not for this owner
                    pull(record);
                }
            }
            case PULLING -> {
                if (owners.surpassesNamed(record)) {
                    pull(record);
                }
            }
            case LIVE -> {
                if (owners.isRise(record)) {
                    rise(record);
                } else if (owners.surpassesNext(record)) {
                    journal.moved(Epoch.of(record));
                    owners.moveTo(record);
                } else if (Epoch.of(record).equals(owners.seen())) {
                    owners.name(record); // the upstream told of the epoch before the directory told whose it is
                }
            }
            case LINGERING -> {
                if (owners.isRise(record)) {
                    rise(record);
                } else if (owners.surpassesSeen(record)) {
                    end(EndReason.NO_PLAYERS, "the stream moved");
                }
            }
            case IDLE, OVER -> {}
        }
    }

    /** Its frames go on, and to taps it is the publication that it was. */
    private void rise(StreamRecord record) {
        owners.rise(record);
        journal.risen(owners.seen());
        tree.rise(owners.seen());
    }

    /** The owner that the stream has left had its time. */
    private void leaveBehind() {
        var next = owners.leave();
        if (state == PullState.LIVE) {
            next.ifPresent(this::follow);
        } else if (state == PullState.LINGERING) {
            end(EndReason.NO_PLAYERS, "the stream moved");
        }
    }

    private void follow(StreamRecord next) {
        feed.stop();
        interrupt(EndReason.UPSTREAM_LOST);
        pull(next);
    }

    // ---- the feed -----------------------------------------------------------------------------------------------

    private void pull(StreamRecord owner) {
        owners.name(owner);
        search.stop();
        journal.started();
        enter(PullState.PULLING);
        feed.from(owner);
    }

    @Override
    public void fed(RelayGreeting greeting) {
        search.stop();
        journal.greeted(greeting);
        if (state != PullState.LINGERING) { // nobody has come, though the upstream is another
            enter(PullState.LIVE);
        }
        if (!greetedOnce) {
            greetedOnce = true;
            audience.begin();
        }
        endIfUnwanted();
    }

    @Override
    public void settled() {
        backoff.reset(); // the next loss starts with a fresh patience
        hold.end();
    }

    @Override
    public void lost(EndReason reason, String explanation, boolean steady) {
        if (state == PullState.LIVE && owners.isMoving()) {
            leaveBehind(); // what it says of the end is not the stream's
            return;
        }
        journal.lost(state, reason, explanation);
        if ((greetedOnce && isGoodbye(reason)) || !audience.isThere()) {
            end(reason, explanation);
        } else if (state == PullState.PULLING) {
            feed.askNext();
        } else {
            interrupt(reason);
            if (steady) {
                resolve();
            } else {
                retryLater();
            }
        }
    }

    private static boolean isGoodbye(EndReason reason) {
        return reason == EndReason.UNPUBLISHED || reason == EndReason.KICKED;
    }

    /** Players are held from now on. That the upstream shuts down is not said on: this node does not. */
    private void interrupt(EndReason reason) {
        var here = reason == EndReason.SHUTDOWN ? EndReason.UPSTREAM_LOST : reason;
        feed.interrupt(here);
        hold.begin(here);
    }

    private void holdOver(EndReason reason) {
        if (state.isOnTheWay()) {
            end(reason, "not back in time");
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    public boolean isOver() {
        return state == PullState.OVER;
    }

    /** Ends the pull and the stream for whoever is left. Idempotent. */
    void end(EndReason reason, String explanation) {
        if (isOver()) {
            return;
        }
        journal.ended(state, reason, explanation);
        enter(PullState.OVER);
        search.stop();
        var _ = owners.leave();
        feed.stop();
        hold.end();
        audience.end();
        stream.end(reason);
        ports.onEnded().accept(this);
    }
}
