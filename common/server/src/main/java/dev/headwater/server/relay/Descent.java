package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way down the tree, from the node that is asked first to one with room: who is still to be asked, and who has been.
 * Confined to the pull's loop.
 */
final class Descent {
    /** Nodes asked on one way at most. */
    private static final int MAX_ASKED = 16;

    private final PullTarget first;
    private final Deque<RelayAddress> next = new ArrayDeque<>();
    private final Set<RelayAddress> asked = new HashSet<>();

    Descent(PullTarget first) {
        this.first = first;
    }

    /** Of the stream. */
    StreamRecord owner() {
        return first.record();
    }

    /** A node that was asked sends us on, to the first of these or else to the next. */
    void sentTo(List<RelayAddress> places) {
        var fresh = new ArrayList<>(places);
        fresh.removeAll(asked);
        fresh.removeAll(next);
        fresh.reversed().forEach(next::addFirst);
    }

    /** Whom to ask next; empty if nobody is left. */
    Optional<PullTarget> next() {
        var address = asked.size() < MAX_ASKED ? next.pollFirst() : null;
        if (address == null) {
            return Optional.empty();
        }
        asked.add(address);
        return Optional.of(first.on(address));
    }
}
