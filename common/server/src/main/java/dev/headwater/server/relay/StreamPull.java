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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream pulled to this node: the state machine of the package's drawing. At most one upstream feeds it at any instant, no
 * frame of an epoch lower than one it has taken. Confined to one event loop.
 *
 * <p>While the upstream is away, players are held ({@link PlayerHold}). Nodes that pull from here are not held but ended
 * ({@link TreePlace}). While it is silent or cannot be reached, another way is looked for beside it ({@link Detour}).
 */
final class StreamPull implements LiveStream.StreamListener, LinkOwner, OwnerSearch.Seeker {
    private final EventExecutor loop;
    private final PullPorts ports;
    private final PullSettings settings;
    private final Backoff backoff;
    private final LiveStream stream;
    private final PullAudience audience;
    private final Owners owners;
    private final OwnerSearch search;
    private final TreePlace tree;
    private final Detour detour;
    private final LoopTimer timer;
    private final PlayerHold hold;
    private final PullJournal journal;
    private volatile PullState state = PullState.IDLE; // written on the loop
    private volatile boolean greetedOnce; // written on the loop
    private @Nullable UpstreamLink link;

    StreamPull(StreamKey key, EventExecutor loop, PullPorts ports, PullSettings settings, FlightLog flight) {
        this.loop = loop;
        this.ports = ports;
        this.settings = settings;
        this.journal = new PullJournal(key, flight, ports.metrics());
        this.timer = new LoopTimer(loop);
        this.hold = new PlayerHold(loop, settings, this::holdOver);
        this.backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(), ports.random());
        this.stream = ports.streams().create(key, loop, this);
        this.owners = new Owners(loop, this::leaveBehind);
        this.search = new OwnerSearch(key, loop, ports.directory(), owners, journal, this);
        this.audience = new PullAudience(
                loop, stream, settings, () -> search.isAsking() || state == PullState.PULLING, this::overIfUnwanted);
        this.tree = new TreePlace(ports.self(), stream, ports.metrics());
        this.detour = new Detour(this, loop, ports, settings);
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
        return greetedOnce
                && switch (state) {
                    case RESOLVING, PULLING, HOLDING -> true;
                    case IDLE, LIVE, LINGERING, OVER -> false;
                };
    }

    LiveStream stream() {
        return stream;
    }

    /** What happened to it so far. */
    Flight flight() {
        return journal.flight(state == PullState.OVER);
    }

    // ---- players ------------------------------------------------------------------------------------------------

    /**
     * A player wants the stream. False if this pull is over: open another.
     *
     * @param trace of the player; that of the first is the one of the way to the stream
     * @param left completes when the player is gone
     */
    boolean open(Promise<PlayDecision> promise, Trace trace, Future<Void> left) {
        if (state == PullState.OVER) {
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
            timer.cancel();
            enter(PullState.LIVE);
        }
    }

    private void begin(Trace trace) {
        journal.wanted(trace);
        resolve();
    }

    /**
     * Another node wants to pull the stream from here. It is not waited for, unless it cannot reach the owner itself and asks to
     * have it fetched: then for as long as the owner is asked for the first time.
     */
    void relay(PlayRequest request, boolean fetch, Promise<PlayDecision> promise) {
        switch (state) {
            case LIVE, LINGERING ->
                promise.complete(fetch && link != null && link.isInDoubt() ? PlayDecision.NOT_FOUND : serve(request));
            case IDLE, RESOLVING, PULLING -> {
                if (fetch && !greetedOnce && !detour.isAsking()) {
                    Promise<PlayDecision> fetched = Promise.promise();
                    fetched.future()
                            .map(decision -> decision instanceof PlayDecision.Found ? serve(request) : decision)
                            .onComplete(promise);
                    audience.addGuest(fetched, request.left());
                    if (state == PullState.IDLE) {
                        begin(request.trace());
                    }
                } else {
                    promise.complete(PlayDecision.NOT_FOUND);
                }
            }
            case HOLDING, OVER -> promise.complete(PlayDecision.NOT_FOUND);
        }
    }

    private PlayDecision serve(PlayRequest request) {
        if (detour.isAsking()) { // or two nodes that change their places could come to stand below each other
            return new PlayDecision.Refused("this node looks for another place in the tree");
        }
        var decision = tree.serve(request, owners.seen());
        if (decision instanceof PlayDecision.Found) {
            letIn();
        }
        return decision;
    }

    /** What a node that pulls from here is greeted with; empty if the stream is not to be had here now. Any thread. */
    Optional<RelayGreeting> greeting() {
        return tree.greeting();
    }

    /** Sends the nodes that pull from here elsewhere. */
    void letGoOfNodes() {
        tree.endChildren(EndReason.SHUTDOWN);
    }

    @Override
    public void playersChanged(int players) {
        switch (state) {
            case LIVE -> {
                if (!audience.isThere()) {
                    linger();
                }
            }
            case LINGERING -> {
                if (players > 0) {
                    stayIfLingering();
                }
            }
            case RESOLVING, PULLING, HOLDING -> overIfUnwanted();
            case IDLE, OVER -> {}
        }
    }

    private void linger() {
        enter(PullState.LINGERING);
        timer.set(settings.linger(), () -> over(EndReason.NO_PLAYERS, "play.linger is over"));
    }

    private void overIfUnwanted() {
        if (audience.isThere()) {
            return;
        }
        switch (state) {
            case RESOLVING, PULLING, HOLDING -> over(EndReason.NO_PLAYERS, "nobody waits");
            case LIVE -> linger();
            case IDLE, LINGERING, OVER -> {}
        }
    }

    // ---- finding the owner --------------------------------------------------------------------------------------

    private void resolve() {
        enter(PullState.RESOLVING);
        timer.cancel();
        search.start();
    }

    @Override
    public void found(StreamRecord owner) {
        pull(owner);
    }

    @Override
    public void foundNobody() {
        retryLater();
    }

    private void retryLater() {
        audience.sendGuestsOn();
        if (!audience.isThere()) {
            over(EndReason.NO_PLAYERS, "nobody waits");
            return;
        }
        enter(PullState.HOLDING);
        timer.set(Duration.ofMillis(backoff.next()), this::resolve);
    }

    /** The directory names an owner, unasked: a stream appeared or moved. */
    @Override
    public void recordChanged(StreamRecord record) {
        switch (state) {
            // whoever it is may be asked: an owner that has lost its past rises above what was seen
            case RESOLVING, HOLDING -> {
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
                    over(EndReason.NO_PLAYERS, "the stream moved");
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
            over(EndReason.NO_PLAYERS, "the stream moved");
        }
    }

    private void follow(StreamRecord next) {
        detour.stop();
        interrupt(EndReason.UPSTREAM_LOST);
        pull(next);
    }

    // ---- the upstream -------------------------------------------------------------------------------------------

    private void pull(StreamRecord record) {
        owners.name(record);
        journal.started();
        ask(tree.startAt(record));
    }

    private void ask(PullTarget target) {
        closeLink();
        search.stop();
        enter(PullState.PULLING);
        var trace = journal.asked(target);
        var next = new UpstreamLink(this, loop, settings, stream, target);
        link = next;
        timer.set(settings.connectTimeout(), () -> next.vanished("no greeting within pull.connect-timeout"));
        next.open(ports.upstreams().open(loop, target, request(target, Optional.empty()), trace, next));
    }

    /** @param besides a parent that is silent */
    PullRequest request(PullTarget target, Optional<RelayAddress> besides) {
        return tree.request(target, new Seen(owners.seen(), stream.timestampMs()), besides);
    }

    private void closeLink() {
        if (link != null) {
            var old = link;
            link = null;
            old.close();
        }
    }

    @Override
    public void greeted(UpstreamLink from, RelayGreeting greeting) {
        if (mayTake(greeting)) {
            take(from, greeting);
        } else {
            closeLink();
            askNextOrRetry();
        }
    }

    /** Whether a node that greets so may be pulled from: its epoch is not of the past, and it has the stream not from here. */
    boolean mayTake(RelayGreeting greeting) {
        if (greeting.epoch().compareTo(owners.seen()) < 0) {
            journal.refusedPast(greeting.epoch(), owners.seen());
            return false;
        }
        if (tree.isCircle(greeting)) {
            journal.refusedCircle(greeting.path());
            return false;
        }
        return true;
    }

    /** The second way leads to a node that serves us, and takes the place of the first. What both bring is delivered once. */
    void changeTo(UpstreamLink next, RelayGreeting greeting) {
        journal.changed(next.target());
        if (state == PullState.LIVE || state == PullState.LINGERING) {
            stream.interrupted();
            tree.left(EndReason.UPSTREAM_LOST);
        }
        closeLink();
        search.stop();
        next.belongsTo(this);
        link = next;
        take(next, greeting);
    }

    /**
     * The owner can be reached again, and sends us to these. Whether the stream comes from one of them already: then that is our
     * place in the tree, since a second pull from there would end the first.
     */
    boolean staysAtOneOf(List<RelayAddress> places) {
        if (link == null || link.target().parent().filter(places::contains).isEmpty()) {
            return false;
        }
        link.isInTree();
        journal.stays(link.target());
        return true;
    }

    /** Whether the node there has the stream from here. */
    boolean feeds(RelayAddress place) {
        return tree.feeds(place);
    }

    private void take(UpstreamLink from, RelayGreeting greeting) {
        Epoch epoch = greeting.epoch();
        if (epoch.equals(owners.seen())) {
            stream.goesOnTheSameLine();
        } else {
            if (greetedOnce) {
                ports.metrics().epochChanges.increment();
                if (greeting.timelineMs() >= stream.timestampMs()) {
                    stream.goesOnAbove();
                }
            }
            stream.epoch(epoch.number());
        }
        owners.take(epoch);
        tree.joined(greeting);
        stream.path(tree.path());
        timer.cancel();
        journal.greeted(greeting);
        enter(PullState.LIVE);
        if (!greetedOnce) {
            greetedOnce = true;
            audience.begin();
        }
        straighten(from);
        if (!audience.isThere()) {
            linger();
        }
    }

    /** A pull that has its upstream wants no other, but who goes through a node that is none of its tree wants to go back. */
    private void straighten(UpstreamLink upstream) {
        if (upstream.target().isDetour()) {
            detour.back();
        } else {
            detour.stop();
        }
    }

    @Override
    public void doubted(UpstreamLink from) {
        detour.around(from.target());
    }

    @Override
    public void relieved(UpstreamLink from) {
        straighten(from);
    }

    /** The owner whom another way would lead to; empty if there is none, or nobody would miss the stream. */
    Optional<StreamRecord> ownerToReach() {
        return owners.named()
                .filter(record -> audience.hasPlayers()
                        && !record.originId().equals(ports.self().node()));
    }

    /** Frames have come for a while: what was lost is back, and the next loss starts with a fresh patience. */
    @Override
    public void settled() {
        backoff.reset();
        tree.settled();
        hold.end();
        if (link != null && !link.target().isDetour()) {
            detour.straight();
        }
    }

    /** The link has ended, or failed. */
    private void lost(EndReason reason, String explanation) {
        boolean steady = link != null && link.isSteady();
        PullState before = state;
        closeLink();
        if (before == PullState.LIVE && owners.isMoving()) {
            leaveBehind(); // what it says of the end is not the stream's
            return;
        }
        journal.lost(before, reason, explanation);
        if (greetedOnce && isGoodbye(reason)) {
            over(reason, explanation);
            return;
        }
        if (!audience.isThere()) {
            over(reason, explanation);
            return;
        }
        if (before == PullState.PULLING) {
            askNextOrRetry();
            return;
        }
        if (greetedOnce) {
            interrupt(reason);
        }
        if (steady) {
            resolve();
        } else {
            retryLater();
        }
    }

    @Override
    public void vanished(UpstreamLink from, String explanation) {
        tree.vanished(from.target());
        lost(EndReason.UPSTREAM_LOST, explanation);
        lookAround(from);
    }

    @Override
    public void ended(UpstreamLink from, EndReason reason, String explanation) {
        if (reason == EndReason.SHUTDOWN) {
            tree.vanished(from.target());
        }
        lost(reason, explanation);
        if (from.target().isDetour()) {
            lookAround(from);
        }
    }

    /** The owner is asked again; it may be out of reach. */
    private void lookAround(UpstreamLink gone) {
        if (state == PullState.OVER) {
            return;
        }
        if (gone.target().isDetour()) {
            detour.around(gone.target());
        } else {
            detour.aroundSoon();
        }
    }

    @Override
    public void sentTo(UpstreamLink from, List<RelayAddress> places) {
        journal.sentOn(from.target(), places);
        tree.sentTo(places);
        closeLink();
        askNextOrRetry();
    }

    /** Down the tree, or up again with the news of whom we cannot reach; if neither helps, later. */
    private void askNextOrRetry() {
        tree.next().ifPresentOrElse(this::ask, () -> {
            if (tree.hasNewsForOwner() && owners.named().isPresent()) {
                ask(tree.startAt(owners.named().get()));
            } else {
                retryLater();
            }
        });
    }

    private static boolean isGoodbye(EndReason reason) {
        return reason == EndReason.UNPUBLISHED || reason == EndReason.KICKED;
    }

    /** Frames stop: players are held from now on, unless they are already. */
    private void interrupt(EndReason reason) {
        stream.interrupted();
        tree.left(reason);
        hold.begin(reason);
    }

    private void holdOver(EndReason reason) {
        if (state != PullState.LIVE) {
            over(reason, "not back in time");
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Ends the pull and the stream for whoever is left. Idempotent. */
    void over(EndReason reason, String explanation) {
        if (state == PullState.OVER) {
            return;
        }
        journal.over(state, reason, explanation);
        enter(PullState.OVER);
        search.stop();
        var _ = owners.leave();
        closeLink();
        timer.cancel();
        hold.end();
        detour.stop();
        audience.end();
        stream.end(reason);
        ports.onOver().accept(this);
    }

    /** Whether it is not merely tried for another node, which has others to try and tells of it itself. */
    boolean isOfThisNode() {
        return journal.isOfThisNode();
    }

    private void enter(PullState next) {
        if (state != next) {
            journal.entered(state, next);
            state = next;
        }
    }
}
