package dev.headwater.loadtest.lab.measure;

import dev.headwater.media.MediaFrame;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What came to one player, for questions about any part of a round. Immutable. */
public final class PlayerHistory {
    /** Something that a viewer would notice. */
    record Event(Disturbance what, long atNanos, long times) {}

    /** A sequence header of video. */
    record Header(long atNanos, MediaFrame frame) {}

    private final long openedNanos;
    private final long[] arrivals;
    private final int[] sources;
    private final int[] sequences;
    private final int[] timestamps;
    private final int[] agesMs;
    private final List<Header> videoHeaders;
    private final List<Event> events;

    /** The arrays are of the same length and stay as they are. */
    PlayerHistory(
            long openedNanos,
            long[] arrivals,
            int[] sources,
            int[] sequences,
            int[] timestamps,
            int[] agesMs,
            List<Header> videoHeaders,
            List<Event> events) {
        this.openedNanos = openedNanos;
        this.arrivals = arrivals;
        this.sources = sources;
        this.sequences = sequences;
        this.timestamps = timestamps;
        this.agesMs = agesMs;
        this.videoHeaders = List.copyOf(videoHeaders);
        this.events = List.copyOf(events);
    }

    /** When it came, of {@link System#nanoTime}. */
    long openedNanos() {
        return openedNanos;
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

    /** All the gaps in the window that are longer than {@code longerThanNanos}, together, in nanoseconds. */
    public long outageNanos(Window window, long longerThanNanos) {
        long last = Math.max(openedNanos, window.fromNanos());
        long all = 0;
        for (long arrival : arrivals) {
            if (arrival - window.toNanos() > 0) {
                break;
            }
            if (arrival - window.fromNanos() >= 0) {
                all += arrival - last > longerThanNanos ? arrival - last : 0;
            }
            last = arrival;
        }
        long end = window.toNanos() - last;
        return all + (end > longerThanNanos ? end : 0);
    }

    /** The longest time from the sending of a picture to its arrival in the window, in milliseconds; 0 if there was none. */
    public int latencyMs(Window window) {
        int most = 0;
        for (int i = 0; i < arrivals.length; i++) {
            most = window.contains(arrivals[i]) ? Math.max(most, agesMs[i]) : most;
        }
        return most;
    }

    /** Passes on each picture that could be shown: which it is, and its timestamp in milliseconds, unsigned. */
    void forEachPicture(Pictures pictures) {
        for (int i = 0; i < arrivals.length; i++) {
            pictures.picture(sources[i], sequences[i], timestamps[i]);
        }
    }

    /** Takes pictures. */
    @FunctionalInterface
    interface Pictures {
        void picture(int publication, int sequence, int timestampMs);
    }

    public long count(Disturbance what, Window window) {
        return events.stream()
                .filter(event -> event.what() == what && window.contains(event.atNanos()))
                .mapToLong(Event::times)
                .sum();
    }

    /** Whether all pictures of that publication came under this sequence header. False if there was none. */
    public boolean isUnder(byte[] videoHeader, long publication) {
        boolean any = false;
        for (int i = 0; i < arrivals.length; i++) {
            if (sources[i] == publication) {
                any = true;
                if (!Arrays.equals(headerAt(arrivals[i]), videoHeader)) {
                    return false;
                }
            }
        }
        return any;
    }

    private byte[] headerAt(long nanos) {
        byte[] found = {};
        for (var header : videoHeaders) {
            if (header.atNanos() - nanos <= 0) {
                found = header.frame().payload();
            }
        }
        return found;
    }

    /** How often that sequence header came within the window. */
    public long headers(byte[] videoHeader, Window window) {
        return videoHeaders.stream()
                .filter(header -> window.contains(header.atNanos())
                        && Arrays.equals(header.frame().payload(), videoHeader))
                .count();
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
