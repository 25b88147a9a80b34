package dev.headwater.loadtest.hls;

/**
 * What a screen would show: it begins with the first piece of every track, goes on as time does, and halts while a track has
 * run out. Positions are media time since the beginning; all in nanoseconds. Confined to its player.
 */
final class Playhead {
    private final long[] loaded;
    private boolean playing;
    private long beginNanos;
    private long haltedNanos;

    Playhead(int tracks) {
        loaded = new long[tracks];
    }

    boolean isPlaying() {
        return playing;
    }

    /** Where the next piece of a track begins. */
    long position(int track) {
        return loaded[track];
    }

    /**
     * The next piece of a track has come.
     *
     * @return how long the screen had halted for it; 0 if it had not
     */
    long load(int track, long lengthNanos, long nowNanos) {
        long runOut = end();
        loaded[track] += lengthNanos;
        if (!playing) {
            playing = end() > 0;
            beginNanos = nowNanos;
            return 0;
        }
        long late = nowNanos - shownAt(runOut);
        if (late <= 0 || end() == runOut) {
            return 0;
        }
        haltedNanos += late;
        return late;
    }

    /** When what is at this position is shown, if nothing halts any more. */
    long shownAt(long position) {
        return beginNanos + haltedNanos + position;
    }

    /** How long it has been halted; 0 if it is not. */
    long haltedFor(long nowNanos) {
        return playing ? Math.max(nowNanos - shownAt(end()), 0) : 0;
    }

    private long end() {
        long least = Long.MAX_VALUE;
        for (long track : loaded) {
            least = Math.min(least, track);
        }
        return least;
    }
}
