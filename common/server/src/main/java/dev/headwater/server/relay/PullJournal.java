package dev.headwater.server.relay;

import dev.headwater.cluster.NodesView;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightLog;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.StateTrace;
import dev.headwater.server.tracing.Trace;
import dev.headwater.server.tracing.TraceSpan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What operators hear of a pull: lines of the log, the events of its flight, the trace of the way to the stream, and counts.
 * Confined to the pull's loop.
 */
final class PullJournal {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPull.class);

    private final StreamKey key;
    private final FlightLog events;
    private final NodeMetrics metrics;
    private StateTrace way = new StateTrace(TraceSpan.NONE);
    private long wantedNanos;
    private boolean forPlayers;
    private boolean greetedOnce;

    PullJournal(StreamKey key, FlightLog events, NodeMetrics metrics) {
        this.key = key;
        this.events = events;
        this.metrics = metrics;
    }

    /** What happened so far. */
    Flight flight(boolean over) {
        return new Flight(Optional.empty(), Set.of(key), over, events.forgotten(), Flight.Bytes.NONE, events.events());
    }

    /** Whether it is not merely tried for another node, which has others to try and tells of it itself. */
    boolean isOfThisNode() {
        return forPlayers || greetedOnce;
    }

    private Level level() {
        return isOfThisNode() ? Level.INFO : Level.DEBUG;
    }

    // ---- the states ---------------------------------------------------------------------------------------------

    /** A player of this node waits for it. */
    void playerWaits() {
        forPlayers = true;
    }

    /** @param trace of the first that wants it */
    void wanted(Trace trace) {
        wantedNanos = System.nanoTime();
        way = new StateTrace(trace.begin("pull").with(TraceSpan.STREAM, key.toString()));
    }

    void entered(PullState before, PullState next) {
        String name = next.name().toLowerCase(Locale.ROOT);
        LOG.debug("pull stream={} {} -> {}", key, before, next);
        events.note("pull", name);
        if (next == PullState.RESOLVING
                || next == PullState.BACKING_OFF) { // of PULLING there is a span for each that is asked
            way.enter(name);
        }
    }

    void greeted(RelayGreeting greeting) {
        LOG.info("pull live stream={} epoch={} path={}", key, greeting.epoch(), greeting.path());
        events.note("greeted", "epoch=%s path=%s".formatted(greeting.epoch(), greeting.path()));
        way.end();
        if (!greetedOnce) {
            greetedOnce = true;
            metrics.pullSetup.record(System.nanoTime() - wantedNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The link has ended, or failed. */
    void lost(PullState state, EndReason reason, String explanation) {
        if (isOfThisNode()) {
            metrics.failedPulls.increment();
        }
        LOG.atLevel(level()).log("pull lost stream={} state={} reason={}: {}", key, state, reason, explanation);
        events.note("lost", "%s: %s".formatted(reason, explanation));
    }

    void ended(PullState state, EndReason reason, String explanation) {
        LOG.atLevel(level()).log("pull over stream={} state={} reason={}: {}", key, state, reason, explanation);
        events.note("ended", "%s: %s".formatted(reason, explanation));
        way.fail(reason + ": " + explanation);
    }

    // ---- the owners ---------------------------------------------------------------------------------------------

    void directorySilent() {
        LOG.debug("stream={} directory does not answer within {}", key, NodesView.PATIENCE);
    }

    void directoryFailed(Throwable cause) {
        LOG.debug("stream={} directory does not answer: {}", key, cause.toString());
    }

    void moved(Epoch epoch) {
        LOG.info("stream={} moved to epoch={}", key, epoch);
        events.note("moved", "epoch=" + epoch);
    }

    void risen(Epoch epoch) {
        LOG.info("stream={} rises to epoch={}", key, epoch);
        events.note("risen", "epoch=" + epoch);
    }

    // ---- the nodes that are asked -------------------------------------------------------------------------------

    void started() {
        metrics.startedPulls.increment();
    }

    /** Gives the trace to tell that node of. */
    Trace asked(PullTarget target) {
        return way.enter("pulling").with(TraceSpan.PEER, target.toString()).trace();
    }

    void sentOn(PullTarget by, List<RelayAddress> places) {
        LOG.debug("pull sent on stream={} by {} to {}", key, by, places);
    }

    void refusedPast(Epoch epoch, Epoch seen) {
        LOG.warn("stream={} upstream has epoch={} but epoch={} was taken before: not taken", key, epoch, seen);
    }

    void refusedCircle(List<String> path) {
        LOG.warn("stream={} upstream has it from here, path={}: not taken", key, path);
    }

    /** The second way leads to a node that serves us, and takes the place of the first. */
    void changed(PullTarget target) {
        LOG.info("pull changes stream={} to {}", key, target);
        events.note("changed", target.toString());
        if (target.isDetour()) {
            metrics.detours.increment();
        }
    }

    /** The way around has become the place in the tree. */
    void stays(PullTarget target) {
        LOG.info("pull stays stream={} at {}, which the owner names", key, target);
        events.note("in the tree", target.toString());
    }
}
