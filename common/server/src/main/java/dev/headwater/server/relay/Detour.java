package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.AsyncResult;
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
    private static final Logger LOG = LoggerFactory.getLogger(Detour.class);

    /** Of it the upper half counts: one attempt a second at most, and nodes do not knock in step. */
    private static final Duration MIN_PAUSE = Duration.ofSeconds(2);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    /** For the first picture of an owner that has greeted. */
    private static final Duration PICTURE_PATIENCE = Duration.ofSeconds(30);

    /** Until there is room to look for another way: {@link DetourChoice#MAX_LOOKING}. */
    private static final Duration CROWDED_PAUSE = Duration.ofMillis(100);

    /** So many nodes may try in vain, one after the other, before there is a pause. */
    private static final int MAX_IN_VAIN = 4;

    /** And so many be asked at all: a no costs no time of one that serves nobody, such as all that stand below this one. */
    private static final int MAX_ASKED = 16;

    /** More than the time for which a node that fetches the stream waits for it. */
    private static final Duration FETCH_PATIENCE = PullAudience.GUEST_PATIENCE.plusMillis(500);

    /** Where it leads. */
    private enum Aim {
        NOWHERE,
        AROUND,
        BACK
    }

    private final PullFeed feed;
    private final PullPorts ports;
    private final PullSettings settings;
    private final LiveStream stream;
    private final EventExecutor loop;
    private final DetourChoice choice;
    private final Backoff pauses;
    private final Backoff returns;
    private final LoopTimer timer;
    private final Set<RelayAddress> asked = new HashSet<>(); // of the nodes that may serve in the owner's place
    private Aim aim = Aim.NOWHERE;
    private Optional<RelayAddress> silent =
            Optional.empty(); // the parent in the tree, of which the owner is to be told
    private int attempt;
    private int refusals; // since the last pause
    private int inVain; // of them
    private boolean looks; // and so has a place among those that do
    private @Nullable Descent descent;
    private @Nullable UpstreamLink link;
    private @Nullable RelayGreeting greeting; // of a link that waits for its picture

    Detour(PullFeed feed, PullPorts ports, PullSettings settings, LiveStream stream) {
        this.feed = feed;
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
            upstream.parent().ifPresent(asked::add);
            silent = upstream.parent().filter(parent -> !upstream.isDetour());
            attempt();
        }
    }

    /** The upstream is gone, and the pull looks for the next: if that takes it more than a moment, so does this. */
    void aroundSoon() {
        if (aim != Aim.AROUND) {
            begin(Aim.AROUND);
            later();
        }
    }

    /** The pull goes through another node: asks now and then whether the owner can be reached again. */
    void back() {
        begin(Aim.BACK);
        later();
    }

    /** No second way is wanted. Idempotent. */
    void stop() {
        begin(Aim.NOWHERE);
    }

    /** Frames come from the owner's tree for a while: the next way back may be tried soon again. */
    void straight() {
        returns.reset();
    }

    /** Whether a node is asked now. */
    boolean isAsking() {
        return link != null;
    }

    private void begin(Aim next) {
        aim = next;
        silent = Optional.empty();
        asked.clear();
        pauses.reset();
        timer.cancel();
        giveUp();
    }

    private void giveUp() {
        attempt++;
        refusals = 0;
        inVain = 0;
        if (looks) {
            looks = false;
            choice.found();
        }
        descent = null;
        closeLink();
    }

    private void later() {
        giveUp();
        timer.set(Duration.ofMillis((aim == Aim.BACK ? returns : pauses).next()), this::attempt);
    }

    // ---- an attempt ---------------------------------------------------------------------------------------------

    private void attempt() {
        var owner = feed.ownerToReach();
        if (owner.isEmpty()) {
            later();
        } else if (aim == Aim.BACK || silent.isPresent()) {
            ask(PullTarget.owner(owner.get()));
        } else if (!looks && !choice.look()) {
            timer.set(CROWDED_PAUSE, this::attempt);
        } else {
            looks = true;
            int thisAttempt = ++attempt;
            choice.inOrder(owner.get(), nanoTime())
                    .onComplete(found -> loop.execute(() -> chosen(thisAttempt, owner.get(), found)));
        }
    }

    private void chosen(int toAttempt, StreamRecord owner, AsyncResult<List<RelayAddress>> found) {
        if (toAttempt == attempt && aim == Aim.AROUND) {
            nextOf(found.succeeded() ? found.result() : List.of())
                    .ifPresentOrElse(over -> ask(PullTarget.detour(owner, over)), this::later);
        }
    }

    /** Each in its turn; none when all have had theirs, and then from the first again. */
    private Optional<RelayAddress> nextOf(List<RelayAddress> places) {
        var next = places.stream()
                .filter(place -> !asked.contains(place) && !feed.feeds(place))
                .findFirst();
        next.ifPresentOrElse(asked::add, asked::clear);
        return next;
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
            detourOf(target).ifPresent(node -> choice.cannotReach(node, target.record(), nanoTime()));
            failed();
        });
        next.open(ports.upstreams().open(loop, target, feed.request(target, silent), Trace.NONE, next));
    }

    /** Of it other pulls learn whether it reaches the owner. */
    private static Optional<RelayAddress> detourOf(PullTarget asked) {
        return asked.parent().filter(node -> asked.isDetour());
    }

    private long nanoTime() {
        return loop.ticker().nanoTime();
    }

    private void failed() {
        silent = Optional.empty();
        later();
    }

    private void nextOrLater() {
        closeLink();
        var next = descent == null ? Optional.<PullTarget>empty() : descent.next();
        next.ifPresentOrElse(this::open, this::refused);
    }

    private void refused() {
        refusals++;
        if (aim == Aim.AROUND && inVain < MAX_IN_VAIN && refusals < MAX_ASKED) {
            silent = Optional.empty();
            attempt();
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
        if (aim == Aim.BACK && feed.mayWait(told)) {
            timer.set(PICTURE_PATIENCE, this::failed);
            from.waitForPicture(this::takeOverOrNext);
        } else {
            takeOverOrNext();
        }
    }

    private void takeOverOrNext() {
        if (!takeOver()) {
            nextOrLater();
        }
    }

    /** Whoever has greeted takes the place of the pull's own, with or without a picture. False if nobody has, or it may not be taken. */
    boolean takeOver() {
        var next = link;
        var told = greeting;
        if (next == null || told == null || !feed.mayTake(told)) {
            return false;
        }
        link = null;
        greeting = null;
        stop();
        feed.changeTo(next, told);
        return true;
    }

    @Override
    public void sentTo(UpstreamLink from, List<RelayAddress> places) {
        if (aim == Aim.BACK && feed.staysAtOneOf(places)) {
            stop();
            return;
        }
        if (descent != null) {
            descent.sentTo(ports.self().othersOf(places));
        }
        nextOrLater();
    }

    @Override
    public void ended(UpstreamLink from, EndReason reason, String explanation) {
        var asked = from.target();
        detourOf(asked).ifPresent(node -> choice.saidNo(node, asked.record(), nanoTime()));
        inVain++;
        notServed(explanation);
    }

    @Override
    public void vanished(UpstreamLink from, String explanation) {
        notServed(explanation);
    }

    private void notServed(String explanation) {
        LOG.debug("stream={} not to be had there: {}", stream.key(), explanation);
        nextOrLater();
    }

    @Override
    public void doubted(UpstreamLink from) {
        if (greeting != null) {
            nextOrLater(); // it waits for its picture, and would take over should the pull's own be lost
        } // else it has its time
    }

    @Override
    public void relieved(UpstreamLink from) {
        // it was not greeted yet
    }

    @Override
    public void settled() {
        // it has no frames
    }
}
