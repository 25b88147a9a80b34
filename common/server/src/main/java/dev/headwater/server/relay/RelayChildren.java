package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that pull one stream from this node now: those that are connected, so it needs no upkeep and is right after any
 * fault. Confined to the stream's loop. Bounded by the relay port's connections.
 *
 * <p>Up to {@code relay.fanout} are served. Further ones are sent to those, nearest and least often named first; who cannot
 * be sent to anybody is served all the same, since a viewer is worth more than the bound.
 */
public final class RelayChildren {
    private static final Logger LOG = LoggerFactory.getLogger(RelayChildren.class);

    /** Nodes on the way of a frame at most; the last of them serves whoever comes, so the bound costs nobody the stream. */
    static final int MAX_PATH = 8;

    private static final int MAX_NAMED = 3;

    private final LiveStream stream;
    private final int fanout;
    private final Counter overFanout;
    private final Set<Child> children = new HashSet<>();

    /** @param overFanout counts pulls that are served beyond {@code fanout} */
    public RelayChildren(LiveStream stream, int fanout, Counter overFanout) {
        this.stream = stream;
        this.fanout = fanout;
        this.overFanout = overFanout;
    }

    /** One pull from here. Compared by identity. */
    private static final class Child {
        private final PullRequest pull;
        private final PlayRequest play;
        private int named;

        Child(PullRequest pull, PlayRequest play) {
            this.pull = pull;
            this.play = play;
        }

        boolean is(String node) {
            return !node.isEmpty() && pull.node().equals(node);
        }
    }

    /**
     * Serves a pull or sends it on.
     *
     * @param depth nodes on the way of a frame up to and with this one
     */
    public PlayDecision admit(PlayRequest play, PullRequest pull, int depth) {
        replace(pull.node());
        if (fanout > 0 && children.size() >= fanout) {
            var others = depth < MAX_PATH ? nearest(pull) : List.<Child>of();
            if (!others.isEmpty()) {
                others.getFirst().named++;
                return new PlayDecision.Elsewhere(others.stream()
                        .map(other -> other.pull.relay().orElseThrow().toString())
                        .toList());
            }
            overFanout.increment();
            LOG.info(
                    "stream={} node={} is served beyond relay.fanout={}: nobody to send it to",
                    stream.key(),
                    pull.node(),
                    fanout);
        }
        var child = new Child(pull, play);
        children.add(child);
        play.left().onComplete((left, cause) -> stream.loop().execute(() -> children.remove(child)));
        return new PlayDecision.Found(stream);
    }

    /** A node pulls a stream once: what it had before is a connection that it gave up and that we still hold. */
    private void replace(String node) {
        for (Child child : List.copyOf(children)) {
            if (child.is(node)) {
                children.remove(child);
                child.play.viewer().end(EndReason.UPSTREAM_LOST);
            }
        }
    }

    private List<Child> nearest(PullRequest pull) {
        var able = new ArrayList<Child>();
        for (Child child : children) {
            var relay = child.pull.relay();
            if (relay.isPresent() && !pull.not().contains(relay.get())) {
                able.add(child);
            }
        }
        able.sort(Comparator.comparing((Child child) -> !child.pull.zone().equals(pull.zone()))
                .thenComparingInt(child -> child.named)
                .thenComparing(child -> child.pull.node()));
        return able.subList(0, Math.min(MAX_NAMED, able.size()));
    }

    /** Whether the node that hands streams on there is one of them. */
    boolean has(RelayAddress place) {
        return children.stream().anyMatch(child -> child.pull.relay().equals(Optional.of(place)));
    }

    /** Ends all of them: they look for the stream anew. */
    void end(EndReason reason) {
        for (Child child : children) {
            child.play.viewer().end(reason);
        }
        children.clear();
    }
}
