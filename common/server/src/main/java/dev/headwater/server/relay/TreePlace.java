package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One pull's place in the tree of its stream: the way up to whoever serves it, and those that it serves. Confined to the
 * pull's loop, except for what says otherwise.
 *
 * <p>The tree has no circle because a node serves others only while it is served itself, ends them when it no longer is, and
 * refuses those that stand above it; what the greeting told of the path is therefore true as long as its connection lasts.
 */
final class TreePlace {
    private static final Logger LOG = LoggerFactory.getLogger(TreePlace.class);

    private final RelaySelf self;
    private final LiveStream stream;
    private final RelayChildren children;
    private final List<RelayAddress> unreachable = new ArrayList<>();
    private @Nullable Descent descent;
    private boolean newsForOwner; // it would answer otherwise by now
    private volatile @Nullable RelayGreeting parent;

    TreePlace(RelaySelf self, LiveStream stream, NodeMetrics metrics) {
        this.self = self;
        this.stream = stream;
        this.children = new RelayChildren(stream, self.fanout(), metrics.pullsOverFanout);
    }

    // ---- up -----------------------------------------------------------------------------------------------------

    /** A new way down the tree; the owner is asked first. */
    PullTarget startAt(StreamRecord owner) {
        var first = PullTarget.owner(owner);
        descent = new Descent(first);
        newsForOwner = false;
        return first;
    }

    /** @param besides a parent that is silent, and may not be reached either */
    PullRequest request(PullTarget target, Seen seen, Optional<RelayAddress> besides) {
        var not = Stream.concat(besides.stream(), unreachable.stream())
                .distinct()
                .limit(PullRequest.MAX_NOT)
                .toList();
        return self.request(seen, not, target.isDetour());
    }

    /** A node that was asked sends us on to one of these. */
    void sentTo(List<RelayAddress> places) {
        if (descent != null) {
            descent.sentTo(self.othersOf(places));
        }
    }

    /** Whom to ask when the last one was asked in vain: further down, or up again with the news of whom we cannot reach. */
    Optional<PullTarget> next() {
        var way = descent;
        if (way == null) {
            return Optional.empty();
        }
        return way.next().or(() -> newsForOwner ? Optional.of(startAt(way.owner())) : Optional.empty());
    }

    /** A parent went without a word, cannot be reached or serves nobody: the owner will be told not to send us there. */
    void vanished(PullTarget target) {
        target.parent().filter(place -> !target.isDetour()).ifPresent(address -> {
            if (!unreachable.contains(address) && unreachable.size() < PullRequest.MAX_NOT) {
                unreachable.add(address);
                newsForOwner = true;
            }
        });
    }

    /** Whether a node that greets so gets the stream from this one's pull. The owner's own players are no circle. */
    boolean isCircle(RelayGreeting greeting) {
        return greeting.path().stream().skip(1).anyMatch(self.node()::equals);
    }

    void joined(RelayGreeting greeting) {
        parent = greeting;
        newsForOwner = false;
    }

    /** The owner has another epoch, and the way to it is the same. */
    void rise(Epoch epoch) {
        if (parent != null) {
            parent = new RelayGreeting(epoch, parent.timelineMs(), parent.path());
        }
    }

    /** The nodes that frames come through, this one last; empty while none come. */
    List<String> path() {
        var served = parent;
        if (served == null) {
            return List.of();
        }
        return served.path().getLast().equals(self.node()) // the owner itself
                ? served.path()
                : served.through(self.node(), 0).path();
    }

    /** Frames have come for a while. */
    void settled() {
        unreachable.clear();
    }

    /** Frames come no more: those that pull from here look for the stream anew. */
    void left(EndReason reason) {
        parent = null;
        children.end(reason);
    }

    /** Those that pull from here look for the stream elsewhere, though it is still here. */
    void endChildren(EndReason reason) {
        children.end(reason);
    }

    // ---- down ---------------------------------------------------------------------------------------------------

    /**
     * Another node wants the stream from this one.
     *
     * @param seen the epoch that this one serves
     */
    PlayDecision serve(PlayRequest play, Epoch seen) {
        var pull = PullRequest.parse(play.query());
        var served = parent;
        if (served == null || pull.seen().epoch().compareTo(seen) > 0) {
            return PlayDecision.NOT_FOUND;
        }
        if (pull.node().equals(self.node()) || served.path().contains(pull.node())) {
            LOG.atLevel(pull.fetch() ? Level.DEBUG : Level.WARN)
                    .log(
                            "stream={} node={} stands above this one, path={}: not served",
                            stream.key(),
                            pull.node(),
                            served.path());
            return new PlayDecision.Refused("the stream would go in a circle");
        }
        return children.admit(play, pull, served.path().size() + 1);
    }

    /** Whether the node there pulls from here. */
    boolean feeds(RelayAddress place) {
        return children.has(place);
    }

    /** What those that pull from here are greeted with; empty if there is nothing to serve now. Any thread. */
    Optional<RelayGreeting> greeting() {
        return Optional.ofNullable(parent)
                .map(greeting -> greeting.through(self.node(), Math.max(greeting.timelineMs(), stream.timestampMs())));
    }
}
