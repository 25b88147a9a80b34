package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.relay.Backoff;
import dev.headwater.server.relay.LoopTimer;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.tracing.StateTrace;
import dev.headwater.server.tracing.TraceSpan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publisher forwarded to an origin, and to the next one when that is lost, without the publisher noticing: the state
 * machine of the package's drawing. At most one origin at any instant. Confined to the publisher's event loop.
 */
final class Forward implements Publication, OriginSearch.Seeker, ForwardLink.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Forward.class);

    /** In which the edges that hold viewers have come to the next origin, to be told there that the stream is over. */
    private static final Duration GATHERED = Duration.ofSeconds(1);

    /** How long an origin that is left may take to read the last that it was sent, before another may claim the stream. */
    private static final Duration LAST_FRAMES = Duration.ofMillis(300);

    private final PublishRequest request;
    private final ForwardPorts ports;
    private final ForwardSettings settings;
    private final String publisherId = UUID.randomUUID().toString();
    private final Promise<PublishDecision> decision = Promise.promise();
    private final Backoff backoff;
    private final Backlog backlog;
    private final LoopTimer timer; // of the state, and ends with it
    private final LoopTimer hold; // from the loss of an origin until frames go on
    private final StateTrace way;
    private final OriginSearch search;
    private ForwardState state = ForwardState.SEEKING;
    private long epoch;
    private long lostNanos;
    private boolean granted;
    private boolean goodbyeOwed; // the publisher said goodbye, which no origin could be told
    private Future<Void> leftBehind = Future.succeededFuture();
    private @Nullable ForwardLink link;

    Forward(PublishRequest request, ForwardPorts ports, ForwardSettings settings) {
        this.request = request;
        this.ports = ports;
        this.settings = settings;
        this.backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(), ports.random());
        this.backlog = new Backlog(settings, ports.room());
        this.timer = new LoopTimer(request.loop());
        this.hold = new LoopTimer(request.loop());
        this.way = new StateTrace(request.trace()
                .begin("forward")
                .with(TraceSpan.STREAM, request.key().toString()));
        this.search = new OriginSearch(this, request, ports, settings);
    }

    /** Looks for an origin. On the publisher's loop. */
    Future<PublishDecision> start() {
        request.left().onComplete((left, cause) -> request.loop().execute(this::publisherLeft));
        if (state != ForwardState.OVER) {
            beginSearch();
        }
        return decision.future();
    }

    ForwardState state() {
        return state;
    }

    // ---- the publisher's side -----------------------------------------------------------------------------------

    /** The highest that an origin has told of; 0 before the first does. */
    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void publish(FrameKind kind, int timestamp, byte[] payload) {
        if (state == ForwardState.OVER) {
            return;
        }
        var frame = MediaFrame.of(kind, Integer.toUnsignedLong(timestamp), payload);
        if (link != null && link.isLeaving() && backlog.mayMoveAt(frame)) {
            leftBehind = link.downstream()
                    .closed()
                    .timeout(LAST_FRAMES.toMillis(), TimeUnit.MILLISECONDS)
                    .otherwiseEmpty();
            interrupted("it asked to move");
        }
        if (backlog.keeps(frame)) {
            resumeIfReady();
        } else if (link != null) {
            send(link, frame);
        }
    }

    @Override
    public void flush() {
        if (state == ForwardState.LIVE && link != null) {
            link.downstream().flush();
        }
    }

    @Override
    public void end(EndReason reason) {
        // a goodbye is passed on, also an operator's, and that he vanished, but not that this node stops
        boolean isGoodbye = reason == EndReason.UNPUBLISHED || reason == EndReason.KICKED;
        if (!isGoodbye || !granted) {
            if (link != null && state.isPlaced() && reason != EndReason.SHUTDOWN) {
                link.downstream().publisherLost();
            }
            close();
            return;
        }
        backlog.forget();
        switch (state) {
            case LIVE -> sayGoodbye();
            case SEEKING, ASKING, BACKING_OFF -> goodbyeOwed = true;
            case RESUMING -> {
                goodbyeOwed = true;
                signOff();
            }
            case SIGNING_OFF, OVER -> {}
        }
    }

    private void sayGoodbye() {
        if (link != null) {
            link.downstream().goodbye();
        }
        close();
    }

    /** Viewers are held for a stream that was lost, and is over: they are told when they have come to its next origin. */
    private void signOff() {
        enter(ForwardState.SIGNING_OFF);
        timer.set(GATHERED, this::sayGoodbye);
    }

    /** The publisher left before an origin took its stream: nobody is to be asked any more, for that would take the name over. */
    private void publisherLeft() {
        if (!granted) {
            refuse(StatusCode.STREAM_FAILED, "the publisher left");
        }
    }

    // ---- finding an origin --------------------------------------------------------------------------------------

    private void seek() {
        enter(ForwardState.SEEKING);
        beginSearch();
    }

    private void beginSearch() {
        way.enter("seeking");
        search.begin(leftBehind);
    }

    @Override
    public boolean isSeeking() {
        return state == ForwardState.SEEKING;
    }

    @Override
    public ForwardLink ask(NodeRecord origin) {
        closeLink();
        enter(ForwardState.ASKING);
        var trace = way.enter("asking").with(TraceSpan.PEER, origin.nodeId()).trace();
        LOG.info("forward publish stream={} peer={} origin={}", request.key(), request.peer(), origin.nodeId());
        var asked = new ForwardLink(this, request.loop(), settings, origin.nodeId());
        link = asked;
        asked.open(ports.downstreams().open(origin, request.at(trace), publisherId, epoch, asked));
        return asked;
    }

    /** A publisher that was never live is refused. */
    @Override
    public void noOriginLeft() {
        if (granted) {
            backOff();
        } else {
            refuse(StatusCode.STREAM_FAILED, search.lastRefusal());
        }
    }

    private void backOff() {
        enter(ForwardState.BACKING_OFF);
        timer.set(Duration.ofMillis(backoff.next()), this::seek);
    }

    private void refuse(StatusCode code, String reason) {
        if (state != ForwardState.OVER) {
            way.fail(reason);
            close();
            decision.tryComplete(new PublishDecision.Refused(code, reason));
        }
    }

    // ---- an origin ----------------------------------------------------------------------------------------------

    @Override
    public void accepted(ForwardLink by, long told) {
        epoch = Math.max(epoch, told);
        search.taken(by.originId());
        way.end();
        if (goodbyeOwed) {
            signOff();
        } else if (granted) {
            enter(ForwardState.RESUMING);
            timer.set(Backlog.KEY_PATIENCE, this::resume);
            resumeIfReady();
        } else {
            enter(ForwardState.LIVE);
            granted = true;
            decision.complete(new PublishDecision.Granted(this));
        }
    }

    private void resumeIfReady() {
        if (state == ForwardState.RESUMING && backlog.isReady()) {
            resume();
        }
    }

    /** The stream goes on: headers first, then from the key frame. */
    private void resume() {
        if (link == null) {
            return;
        }
        enter(ForwardState.LIVE);
        hold.cancel();
        for (MediaFrame frame : backlog.end()) {
            link.downstream().send(frame);
        }
        link.downstream().flush();
        ports.metrics().resumedForwards.increment();
        ports.metrics().droppedForwardFrames.increment((double) backlog.missed());
        LOG.info(
                "forwarded stream={} peer={} goes on origin={} epoch={} after_ms={} dropped={}",
                request.key(),
                request.peer(),
                search.lastOrigin(),
                epoch,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostNanos),
                backlog.missed());
    }

    @Override
    public void moveAsked(ForwardLink from) {
        search.isThereBeside(from.originId()).onSuccess(another -> {
            if (another) {
                from.leave();
            } else {
                from.stay();
            }
        });
    }

    @Override
    public void refused(StatusCode code, String explanation) {
        LOG.info("origin={} refuses stream={} code={}: {}", originId(), request.key(), code.wireName(), explanation);
        closeLink();
        // BadName is the cluster's word on the name. All else concerns that origin alone, Denied too: the publisher was
        // let in here, and what is denied there is this edge, for a secret or a clock that differs: another may take
        // it.
        boolean isFinal = code == StatusCode.PUBLISH_BAD_NAME;
        if (!isFinal) {
            search.refused(explanation);
        } else if (granted) {
            tell(EndReason.TAKEN_OVER);
        } else {
            refuse(code, explanation);
        }
    }

    @Override
    public void ended(EndReason reason) {
        tell(reason);
    }

    @Override
    public void fellSilent(ForwardLink origin) {
        ports.choice().silent(origin.originId());
        origin.lost("silent for pull.silence-timeout=" + settings.silence());
    }

    @Override
    public void lost(String explanation) {
        if (state == ForwardState.ASKING) {
            LOG.info("origin={} does not take stream={}: {}", originId(), request.key(), explanation);
            closeLink();
            search.refused("no origin can be reached now");
        } else {
            interrupted(explanation);
        }
    }

    /** The stream is without an origin: frames are kept or dropped from now on, and the publisher waits, unaware. */
    private void interrupted(String why) {
        boolean steady = link != null && link.isSteady();
        boolean wentOn = state == ForwardState.LIVE;
        LOG.warn("forwarded stream={} peer={} lost origin={}: {}", request.key(), request.peer(), originId(), why);
        closeLink();
        ports.metrics().lostForwards.increment();
        backlog.begin();
        if (wentOn) {
            lostNanos = System.nanoTime();
            hold.set(settings.hold(), this::holdOver);
        } else if (!hold.isSet()) {
            giveUp(); // it was over while that origin had the stream, and got nothing of it
            return;
        }
        if (steady) {
            backoff.reset();
            seek();
        } else {
            backOff();
        }
    }

    @Override
    public void settled() {
        backoff.reset();
    }

    private void holdOver() {
        if (!state.isPlaced()) {
            giveUp();
        }
    }

    private void giveUp() {
        LOG.warn(
                "forwarded stream={} peer={} found no origin within publish.forward-hold={}: {}",
                request.key(),
                request.peer(),
                settings.hold(),
                search.lastRefusal());
        tell(EndReason.UPSTREAM_LOST);
    }

    /** The publisher is told, and closed, unless it has gone by itself. */
    private void tell(EndReason reason) {
        close();
        if (!goodbyeOwed) {
            request.publisher().end(reason);
        }
    }

    private void close() {
        if (state != ForwardState.OVER) {
            enter(ForwardState.OVER);
            closeLink();
            search.stop();
            hold.cancel();
            backlog.forget();
        }
    }

    private void send(ForwardLink to, MediaFrame frame) {
        if (to.downstream().pendingBytes() > settings.maxPendingBytes()) {
            lost("it does not keep up: player.queue-bytes=" + settings.maxPendingBytes() + " are waiting");
            backlog.keeps(frame);
        } else {
            to.downstream().send(frame);
        }
    }

    // ---- what all of it needs -----------------------------------------------------------------------------------

    private void enter(ForwardState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException(
                    "forward stream=%s cannot go from %s to %s".formatted(request.key(), state, next));
        }
        LOG.debug("forward stream={} {} -> {}", request.key(), state, next);
        state = next;
        timer.cancel();
    }

    private String originId() {
        return link == null ? "" : link.originId();
    }

    private void closeLink() {
        if (link != null) {
            var old = link;
            link = null;
            old.close();
        }
    }
}
