package dev.headwater.loadtest.lab.measure;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Frames that came to a player, in the order in which they came. Immutable. */
final class Frames {
    private final int count;
    private final long[] arrivals;
    private final int[] publications;
    private final int[] sequences;
    private final int[] timestamps;
    private final int[] agesMs;

    /** Takes of each array the first {@code count}, which stay as they are. */
    Frames(int count, long[] arrivals, int[] publications, int[] sequences, int[] timestamps, int[] agesMs) {
        this.count = count;
        this.arrivals = arrivals;
        this.publications = publications;
        this.sequences = sequences;
        this.timestamps = timestamps;
        this.agesMs = agesMs;
    }

    /** Takes frames. */
    @FunctionalInterface
    interface Taker {
        /** @param timestampMs unsigned */
        void frame(long atNanos, int publication, int sequence, int timestampMs);
    }

    void forEach(Taker taker) {
        for (int i = 0; i < count; i++) {
            taker.frame(arrivals[i], publications[i], sequences[i], timestamps[i]);
        }
    }

    /**
     * The longest time in the window without one of them: from the last one before the window, or {@code openedNanos},
     * to the end of the window if none came any more.
     */
    Gap gap(Window window, long openedNanos) {
        long last = Math.max(openedNanos, window.fromNanos());
        var gap = new Gap(last, 0);
        for (int i = 0; i < count; i++) {
            if (arrivals[i] - window.fromNanos() < 0) {
                last = arrivals[i];
            } else if (arrivals[i] - window.toNanos() <= 0) {
                gap = gap.or(new Gap(last, arrivals[i] - last));
                last = arrivals[i];
            }
        }
        return gap.or(new Gap(last, window.toNanos() - last));
    }

    /** All the gaps in the window that are longer than {@code longerThanNanos}, together, in nanoseconds. */
    long outageNanos(Window window, long openedNanos, long longerThanNanos) {
        long last = Math.max(openedNanos, window.fromNanos());
        long all = 0;
        for (int i = 0; i < count && arrivals[i] - window.toNanos() <= 0; i++) {
            if (arrivals[i] - window.fromNanos() >= 0) {
                all += arrivals[i] - last > longerThanNanos ? arrivals[i] - last : 0;
            }
            last = arrivals[i];
        }
        long end = window.toNanos() - last;
        return all + (end > longerThanNanos ? end : 0);
    }

    /** The longest time from the sending of one to its arrival in the window, in milliseconds; 0 if there was none. */
    int latencyMs(Window window) {
        int most = 0;
        for (int i = 0; i < count; i++) {
            most = window.contains(arrivals[i]) ? Math.max(most, agesMs[i]) : most;
        }
        return most;
    }

    /** How many of that publication came within the window. */
    long count(long publication, Window window) {
        long found = 0;
        for (int i = 0; i < count; i++) {
            found += publications[i] == publication && window.contains(arrivals[i]) ? 1 : 0;
        }
        return found;
    }

    /** Of which publication the last one was. */
    OptionalInt publication() {
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(publications[count - 1]);
    }

    /** When the first one came. */
    OptionalLong firstNanos() {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(arrivals[0]);
    }
}
