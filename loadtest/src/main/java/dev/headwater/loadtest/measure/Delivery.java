package dev.headwater.loadtest.measure;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many of the video frames that the players were owed have come.
 *
 * <p>Which frames there were is known from all players of a stream together: the lowest and the highest sequence number that
 * any of them has seen. A player that got nothing, or was thrown out, is owed them all. Streams without send stamps do not
 * take part: then both numbers are 0.
 *
 * @param expectedFrames owed to all players
 * @param receivedFrames of these, without repeats beyond what was owed
 */
public record Delivery(long expectedFrames, long receivedFrames) {
    public static final Delivery NONE = new Delivery(0, 0);

    /** The frames of a stream that anybody saw. */
    private record Range(long first, long last) {
        Range with(Range other) {
            return new Range(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    public static Delivery of(Collection<PlayerTally> players) {
        Map<String, Range> sent = new HashMap<>();
        for (var player : players) {
            if (!player.isEmpty()) {
                sent.merge(player.stream(), new Range(player.firstSequence(), player.lastSequence()), Range::with);
            }
        }
        long expected = 0;
        long received = 0;
        for (var player : players) {
            var range = sent.get(player.stream());
            if (range != null) {
                long owed = player.expected(range.first(), range.last());
                expected += owed;
                received += Math.min(player.received(), owed);
            }
        }
        return new Delivery(expected, received);
    }

    /** Received of expected frames, 0 to 1; 1 where nothing was expected. */
    public double ratio() {
        return expectedFrames == 0 ? 1 : (double) receivedFrames / expectedFrames;
    }
}
