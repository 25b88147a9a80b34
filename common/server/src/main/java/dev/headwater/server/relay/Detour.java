package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second way of a pull (ADR 0028): around an upstream that is silent or out of reach, through another node; and from there
 * back to the owner. One connection at most, which feeds nobody: when it is greeted, it takes the place of the pull's own, and
 * this has done its work; on the way back, where nothing is missing, not before a picture can go on. Confined to the pull's loop.
 *
 * <pre>
 *   owner --- x --- pull            owner ------- pull
 *       \          /                   \         /
 *        other node    AROUND           other node    BACK
 * </pre>
 */
final class Detour implements LinkOwner {
    /** The pull whose second way this is. Called on its loop. */
    interface Pull {
        /** The owner whom another way would lead to; empty if there is none, or nobody would miss the stream. */
        Optional<StreamRecord> ownerToReach();

        /** Whether the node there has the stream from here. */
        boolean feeds(RelayAddress place);

        /** @param silent the parent in the tree that says nothing, if that is why {@code target} is asked */
        PullRequest request(PullTarget target, Optional<RelayAddress> silent);

        /** Whether a node that greets so may be pulled from: its epoch is not of the past, and it has the stream not from here. */
        boolean mayTake(RelayGreeting greeting);

        /** Whether players would miss something if the second way took the place of the first at once, and not at a key frame. */
        boolean needsPicture(RelayGreeting greeting);

        /** The second way leads to a node that serves us, and takes the place of the first. What both bring is delivered once. */
        void changeTo(UpstreamLink next, RelayGreeting greeting);

        /**
         * The owner can be reached again, and sends us to these. Whether the stream comes from one of them already: then that is
         * our place in the tree, since a second pull from there would end the first.
         */
        boolean staysAtOneOf(List<RelayAddress> places);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Detour.class);

    /** Of it the upper half counts: one attempt a second at most, and nodes do not knock in step. */
    private static final Duration MIN_PAUSE = Duration.ofSeconds(2);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    /** For the first picture of an owner that has greeted. */
    private static final Duration PICTURE_PATIENCE = Duration.ofSeconds(30);

    /** Until {@link DetourChoice} is asked for a slot again. */
    private static final Duration CROWDED_PAUSE = Duration.ofMillis(100);

    /** Nodes that looked for the stream and did not bring it, between two pauses. */
    private static final int MAX_IN_VAIN = 4;

    /** Nodes asked between two pauses, whatever they answer: who serves nobody, such as all that stand below us, says so at once. */
    private static final int MAX_REFUSALS = 16;

    /** More than the time for which a node that fetches the stream waits for it. */
    private static final Duration FETCH_PATIENCE = PullAudience.GUEST_PATIENCE.plusMillis(500);

    /** Where it leads. */
    private enum Aim {
        NOWHERE,
        AROUND,
        BACK
    }

    private final Pull pull;
    private final PullPorts ports;
    private final PullSettings settings;
    private final LiveStream stream;
    private final EventExecutor loop;
    private final DetourChoice choice;
    private final Backoff pauses;
    private final Backoff returns;
    private final LoopTimer timer; // of the pause, or of who is asked
    private final Set<RelayAddress> tried = new HashSet<>(); // have had their turn in the owner's place
    private Aim aim = Aim.NOWHERE;
    private Optional<RelayAddress> silent = Optional.empty(); // a parent, of which the owner is told first
    private int attempt; // what was found for an earlier one counts no more
    private int refusals; // since the last pause
    private int inVain; // since the last pause
    private boolean hasSlot; // of the choice
    private @Nullable Descent descent;
    private @Nullable UpstreamLink link;
    private @Nullable RelayGreeting greeting; // of a link that waits for its picture

    Detour(Pull pull, PullPorts ports, PullSettings settings, LiveStream stream) {
        this.pull = pull;
        this.ports = ports;
        this.settings = settings;
        this.stream = stream;
        this.loop = stream.loop();
        this.choice = ports.detours();
        this.pauses = new Backoff(MIN_PAUSE, MAX_PAUSE, ports.random());
        this.returns = new Backoff(MIN_PAUSE, MAX_PAUSE, ports.random());
        this.timer = new LoopTimer(loop);
    }

    /** The upstream is silent: looks for another way at once, and then again and again. The owner itself is one, if it was another. */
    void around(PullTarget upstream) {
        if (aim != Aim.AROUND) {
            begin(Aim.AROUND);
            upstream.parent().ifPresent(tried::add);
            silent = upstream.parent().filter(parent -> !upstream.isDetour());
            tryNext();
        }
    }

    /** The upstream is gone, and the pull looks for the next: if that takes it more than a moment, so does this. */
    void aroundSoon() {
        if (aim != Aim.AROUND) {
            begin(Aim.AROUND);
            pause();
        }
    }

    /** The pull goes through another node: asks now and then whether the owner can be reached again. */
    void back() {
        begin(Aim.BACK);
        pause();
    }

    /** No second way is wanted. Idempotent. */
    void stop() {
        begin(Aim.NOWHERE);
    }

    /** Frames come from the owner's tree for a while: the next way back may be tried soon again. */
    void settledInTree() {
        returns.reset();
    }

    /** Whether a node is asked now. */
    boolean isAsking() {
        return link != null;
    }

    private void begin(Aim next) {
        aim = next;
        silent = Optional.empty();
        tried.clear();
        pauses.reset();
        timer.cancel();
        giveUp();
    }

    private void giveUp() {
        attempt++;
        refusals = 0;
        inVain = 0;
        if (hasSlot) {
            hasSlot = false;
            choice.releaseSlot();
        }
        descent = null;
        closeLink();
    }

    private void pause() {
        giveUp();
        timer.set(Duration.ofMillis((aim == Aim.BACK ? returns : pauses).next()), this::tryNext);
    }

    // ---- an attempt ---------------------------------------------------------------------------------------------

    private void tryNext() {
        var owner = pull.ownerToReach();
        if (owner.isEmpty()) {
            pause();
        } else if (aim == Aim.BACK || silent.isPresent()) {
            ask(PullTarget.owner(owner.get()));
        } else if (!hasSlot && !choice.acquireSlot()) {
            timer.set(CROWDED_PAUSE, this::tryNext);
        } else {
            hasSlot = true;
            int current = ++attempt;
            choice.inOrder(owner.get(), nanoTime())
                    .onComplete(found -> loop.execute(() -> {
                        if (current == attempt) {
                            chosen(owner.get(), found.succeeded() ? found.result() : List.of());
                        }
                    }));
        }
    }

    /** Each in its turn; when all have had theirs there is a pause, and then it is the first's again. */
    private void chosen(StreamRecord owner, List<RelayAddress> places) {
        var next = places.stream()
                .filter(place -> !tried.contains(place) && !pull.feeds(place))
                .findFirst();
        next.ifPresentOrElse(tried::add, tried::clear);
        next.ifPresentOrElse(place -> ask(PullTarget.detour(owner, place)), this::pause);
    }

    private void ask(PullTarget target) {
        descent = new Descent(target);
        open(target);
    }

    private void open(PullTarget target) {
        ports.metrics().detourAttempts.increment();
        LOG.debug("stream={} asks {} too, to get {}", stream.key(), target, aim);
        var next = new UpstreamLink(this, loop, settings, stream, target);
        link = next;
        timer.set(target.isDetour() ? FETCH_PATIENCE : settings.connectTimeout(), () -> {
            detourOf(target).ifPresent(node -> choice.reportUnreachable(node, target.record(), nanoTime()));
            failed();
        });
        next.open(ports.upstreams().open(loop, target, pull.request(target, silent), Trace.NONE, next));
    }

    /** The node of which other pulls learn whether it reaches the owner. */
    private static Optional<RelayAddress> detourOf(PullTarget target) {
        return target.parent().filter(node -> target.isDetour());
    }

    private long nanoTime() {
        return loop.ticker().nanoTime();
    }

    private void failed() {
        silent = Optional.empty();
        pause();
    }

    private void askNext() {
        closeLink();
        var next = descent == null ? Optional.<PullTarget>empty() : descent.next();
        next.ifPresentOrElse(this::open, this::refused);
    }

    private void refused() {
        refusals++;
        if (aim == Aim.AROUND && inVain < MAX_IN_VAIN && refusals < MAX_REFUSALS) {
            silent = Optional.empty();
            tryNext();
        } else {
            failed();
        }
    }

    private void closeLink() {
        if (link != null) {
            link.close();
            link = null;
            greeting = null;
        }
    }

    // ---- the answers --------------------------------------------------------------------------------------------

    @Override
    public void greeted(UpstreamLink from, RelayGreeting told) {
        greeting = told;
        if (aim == Aim.BACK && pull.needsPicture(told)) {
            timer.set(PICTURE_PATIENCE, this::failed);
            from.waitForPicture(this::takeOverOrNext);
        } else {
            takeOverOrNext();
        }
    }

    private void takeOverOrNext() {
        if (!takeOver()) {
            askNext();
        }
    }

    /** Whoever has greeted takes the place of the pull's own, with or without a picture. False if nobody has, or it may not be taken. */
    boolean takeOver() {
        var next = link;
        var told = greeting;
        if (next == null || told == null || !pull.mayTake(told)) {
            return false;
        }
        link = null;
        greeting = null;
        stop();
        pull.changeTo(next, told);
        return true;
    }

    @Override
    public void sentTo(UpstreamLink from, List<RelayAddress> places) {
        if (aim == Aim.BACK && pull.staysAtOneOf(places)) {
            stop();
            return;
        }
        if (descent != null) {
            descent.sentTo(ports.self().othersOf(places));
        }
        askNext();
    }

    @Override
    public void ended(UpstreamLink from, EndReason reason, String explanation) {
        var target = from.target();
        detourOf(target).ifPresent(node -> choice.reportNotFound(node, target.record(), nanoTime()));
        inVain++;
        notServed(explanation);
    }

    @Override
    public void vanished(UpstreamLink from, String explanation) {
        notServed(explanation);
    }

    private void notServed(String explanation) {
        LOG.debug("stream={} not to be had there: {}", stream.key(), explanation);
        askNext();
    }

    @Override
    public void doubted(UpstreamLink from) {
        if (greeting != null) {
            askNext(); // it waits for its picture, and would take over should the pull's own be lost
        } // else it has its time
    }
}
