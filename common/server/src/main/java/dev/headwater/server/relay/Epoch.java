package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import java.util.Comparator;

/**
 * One ownership of a stream. Totally ordered: by number, then by origin id (ADR 0002).
 *
 * @param number 1 and up
 */
public record Epoch(long number, String originId) implements Comparable<Epoch> {
    /** Below every epoch there is. */
    public static final Epoch NONE = new Epoch(0, "");

    private static final Comparator<Epoch> ORDER =
            Comparator.comparingLong(Epoch::number).thenComparing(Epoch::originId);

    public static Epoch of(StreamRecord record) {
        return new Epoch(record.epoch(), record.originId());
    }

    @Override
    public int compareTo(Epoch other) {
        return ORDER.compare(this, other);
    }

    /** As logs have it: {@code 3@origin-1}. */
    @Override
    public String toString() {
        return number + "@" + originId;
    }
}
