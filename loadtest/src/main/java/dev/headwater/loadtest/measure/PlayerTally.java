package dev.headwater.loadtest.measure;

/**
 * Which frames of the measured time one player got, by the sequence numbers of their send stamps. Confined to the player's
 * event loop, until the run is over.
 *
 * <p>A frame belongs to the measured time by when it was sent, not by when it came: a late frame is still a delivered one.
 */
public final class PlayerTally {
    private static final long NONE = -1;

    private final String stream;
    private final boolean sinceBefore;
    private long firstSequence = NONE;
    private long lastSequence = NONE;
    private long received;
    private boolean left;

    /**
     * @param stream of which the player gets frames
     * @param sinceBefore true if the player played when the measured time began: it is owed every frame of it
     */
    public PlayerTally(String stream, boolean sinceBefore) {
        this.stream = stream;
        this.sinceBefore = sinceBefore;
    }

    /** A frame that was sent in the measured time has come. */
    public void received(long sequence) {
        if (received == 0) {
            firstSequence = sequence;
            lastSequence = sequence;
        }
        firstSequence = Math.min(firstSequence, sequence);
        lastSequence = Math.max(lastSequence, sequence);
        received++;
    }

    /** The player left of its own accord: nothing is owed to it from now on. */
    public void left() {
        left = true;
    }

    String stream() {
        return stream;
    }

    boolean isEmpty() {
        return received == 0;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    long received() {
        return received;
    }

    /** How many of the frames {@code first} to {@code last}, all that were sent, this player was owed. */
    long expected(long first, long last) {
        if (isEmpty() && (left || !sinceBefore)) {
            return 0;
        }
        long from = sinceBefore ? first : firstSequence;
        long to = left ? lastSequence : last;
        return Math.max(to - from + 1, 0);
    }
}
