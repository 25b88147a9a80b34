package dev.headwater.loadtest.lab.measure;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Writes down when frames came and which they were. Confined to the player's event loop. It grows by 24 bytes a frame. */
final class FrameLog {
    private static final int FIRST_ROOM = 256;

    private long[] arrivals = {};
    private int[] publications = {};
    private int[] sequences = {};
    private int[] timestamps = {};
    private int[] agesMs = {};
    private int count;

    void add(long atNanos, long publication, long sequence, long timestampMs, long ageNanos) {
        if (count == arrivals.length) {
            int room = Math.max(FIRST_ROOM, count * 2);
            arrivals = Arrays.copyOf(arrivals, room);
            publications = Arrays.copyOf(publications, room);
            sequences = Arrays.copyOf(sequences, room);
            timestamps = Arrays.copyOf(timestamps, room);
            agesMs = Arrays.copyOf(agesMs, room);
        }
        arrivals[count] = atNanos;
        publications[count] = (int) publication;
        sequences[count] = (int) sequence;
        timestamps[count] = (int) timestampMs;
        agesMs[count] = (int) TimeUnit.NANOSECONDS.toMillis(ageNanos);
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** What has come so far. Shares the arrays: what is in them stays as it is. */
    Frames frames() {
        return new Frames(count, arrivals, publications, sequences, timestamps, agesMs);
    }
}
