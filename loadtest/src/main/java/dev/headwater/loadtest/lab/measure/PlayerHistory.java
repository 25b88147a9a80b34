package dev.headwater.loadtest.lab.measure;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What came to one player, for questions about any part of a round. Immutable. */
public final class PlayerHistory {
    /** Something that a viewer would notice. */
    record Event(Disturbance what, long atNanos, long times) {}

    private final long openedNanos;
    private final long[] arrivals;
    private final int[] sources;
    private final List<Event> events;

    /** The arrays are of the same length and stay as they are. */
    PlayerHistory(long openedNanos, long[] arrivals, int[] sources, List<Event> events) {
        this.openedNanos = openedNanos;
        this.arrivals = arrivals;
        this.sources = sources;
        this.events = List.copyOf(events);
    }

    /**
     * The longest time in the window without a new picture that can be shown, in nanoseconds: from the last one before the
     * window, or the player's start, to the end of the window if none came any more.
     */
    public long gapNanos(Window window) {
        long last = Math.max(openedNanos, window.fromNanos());
        long gap = 0;
        for (long arrival : arrivals) {
            if (arrival - window.fromNanos() < 0) {
                last = arrival;
            } else if (arrival - window.toNanos() <= 0) {
                gap = Math.max(gap, arrival - last);
                last = arrival;
            }
        }
        return Math.max(gap, window.toNanos() - last);
    }

    public long count(Disturbance what, Window window) {
        return events.stream()
                .filter(event -> event.what() == what && window.contains(event.atNanos()))
                .mapToLong(Event::times)
                .sum();
    }

    /** New pictures of one publication. */
    public long pictures(long publication, Window window) {
        long pictures = 0;
        for (int i = 0; i < arrivals.length; i++) {
            pictures += sources[i] == publication && window.contains(arrivals[i]) ? 1 : 0;
        }
        return pictures;
    }

    /** Of which publication the last picture was. */
    public OptionalInt publication() {
        return sources.length == 0 ? OptionalInt.empty() : OptionalInt.of(sources[sources.length - 1]);
    }

    /** From the start of the connect to the first picture, in nanoseconds. */
    public OptionalLong firstPictureNanos() {
        return arrivals.length == 0 ? OptionalLong.empty() : OptionalLong.of(arrivals[0] - openedNanos);
    }
}
