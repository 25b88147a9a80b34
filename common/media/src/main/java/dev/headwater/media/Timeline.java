package dev.headwater.media;

/**
 * The publisher's clock made one that never wraps, leaps or runs backwards. Confined to the event loop of the publisher's
 * connection.
 *
 * <p>Audio and video each follow their own last timestamp, so what lies between them is kept. A timestamp more than five
 * seconds away from that is looked for near the other's; when it is not there either, the clock has jumped, and the line
 * goes on a short step after its newest position. After a jump of both, the second finds the first and keeps its place to
 * it.
 */
public final class Timeline {
    private static final int MAX_LEAP_MS = 5_000;

    /** About one frame: where the line goes on after a jump, counted from its newest position. */
    private static final int STEP_MS = 20;

    private final Line audio;
    private final Line video;
    private long newestMs;
    private int jumps;

    /** @param startMs position of the first frame, not negative */
    public Timeline(long startMs) {
        if (startMs < 0) {
            throw new IllegalArgumentException("start %d ms is negative".formatted(startMs));
        }
        audio = new Line(startMs);
        video = new Line(startMs);
        newestMs = startMs;
    }

    /**
     * Position of a frame: not before the last frame of its kind, nor before the start.
     *
     * @param timestamp as on the wire: unsigned milliseconds, modulo 2^32. That of data is not looked at, since many
     *     publishers send 0: data takes the newest position.
     */
    public long map(FrameKind kind, int timestamp) {
        return switch (kind) {
            case AUDIO -> advance(audio, video, timestamp);
            case VIDEO -> advance(video, audio, timestamp);
            case DATA -> newestMs;
        };
    }

    /**
     * Lifts the line: no frame from now on is before {@code positionMs}, and what lies between audio and video is kept. A
     * position that is reached already changes nothing.
     */
    public void advanceTo(long positionMs) {
        long byMs = positionMs - newestMs;
        if (byMs > 0) {
            audio.lift(byMs, positionMs);
            video.lift(byMs, positionMs);
            newestMs = positionMs;
        }
    }

    /** Jumps of the publisher's clock so far. */
    public int jumps() {
        return jumps;
    }

    private long advance(Line line, Line other, int timestamp) {
        long positionMs;
        if (line.reaches(timestamp, line.mappedMs)) {
            positionMs = line.positionOf(timestamp);
        } else if (other.reaches(timestamp, line.mappedMs)) {
            positionMs = other.positionOf(timestamp);
        } else if (line.started || other.started) {
            positionMs = newestMs + STEP_MS;
            jumps++;
        } else {
            positionMs = newestMs;
        }
        line.moveTo(timestamp, positionMs);
        newestMs = Math.max(newestMs, line.mappedMs);
        return line.mappedMs;
    }

    /** Where one kind of frame is. */
    private static final class Line {
        private boolean started;
        private int timestamp;

        /** Of {@link #timestamp}; behind {@link #mappedMs} while the publisher's clock makes up for a step back. */
        private long positionMs;

        /** Handed out last; it never decreases. */
        private long mappedMs;

        Line(long startMs) {
            mappedMs = startMs;
        }

        /** True if {@code next} is no leap from here, nor too far before {@code floorMs}. */
        boolean reaches(int next, long floorMs) {
            return started
                    && Math.abs((long) (next - timestamp)) <= MAX_LEAP_MS
                    && positionOf(next) >= floorMs - MAX_LEAP_MS;
        }

        long positionOf(int next) {
            return positionMs + (next - timestamp);
        }

        void moveTo(int timestamp, long positionMs) {
            this.started = true;
            this.timestamp = timestamp;
            this.positionMs = positionMs;
            mappedMs = Math.max(mappedMs, positionMs);
        }

        void lift(long byMs, long floorMs) {
            positionMs += byMs;
            mappedMs = Math.max(mappedMs + byMs, floorMs);
        }
    }
}
