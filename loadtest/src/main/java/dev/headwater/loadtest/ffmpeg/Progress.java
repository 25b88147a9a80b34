package dev.headwater.loadtest.ffmpeg;

import java.time.Duration;
import java.util.Optional;

/**
 * Reads the figures that ffmpeg reports again and again ({@code -progress}): blocks of {@code key=value} lines, each ended by
 * {@code progress=}. Confined to the thread that reads them.
 */
final class Progress {
    /** Longer without a new frame, and a viewer has noticed. */
    private static final long STALL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final double NANOS_PER_SECOND = 1e9;

    private final long startedNanos;

    // ---- the block so far ----
    private boolean hasPicture;
    private long frames;
    private long outputMicros;
    private double speed;
    private long duplicated;
    private long dropped;

    // ---- over time ----
    private long reached;
    private long firstReached;
    private long firstNanos;
    private long advancedNanos;
    private long lastNanos;
    private int stalls;
    private long stalledNanos;

    Progress(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    /** As of one moment; the names are those of {@link dev.headwater.loadtest.measure.FfmpegFigures}. */
    record Reading(
            long frames,
            double fps,
            double speed,
            Optional<Duration> firstOutput,
            long duplicated,
            long dropped,
            int stalls,
            Duration stalled) {
        static final Reading NOTHING_YET = new Reading(0, 0, 0, Optional.empty(), 0, 0, 0, Duration.ZERO);
    }

    /** Takes a line that came at {@code nowNanos}. @return whether it ends a block */
    boolean line(String line, long nowNanos) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return false;
        }
        String value = line.substring(equals + 1).strip();
        switch (line.substring(0, equals)) {
            case "frame" -> {
                hasPicture = true;
                frames = Math.max(whole(value), frames);
            }
            case "out_time_us" -> outputMicros = Math.max(whole(value), outputMicros);
            case "speed" -> speed = number(value.replace("x", ""));
            case "dup_frames" -> duplicated = whole(value);
            case "drop_frames" -> dropped = whole(value);
            case "progress" -> {
                blockEnded(nowNanos);
                return true;
            }
            default -> {} // bitrate, quality, size, its own idea of fps
        }
        return false;
    }

    private void blockEnded(long nowNanos) {
        lastNanos = nowNanos;
        long now = hasPicture ? frames : outputMicros;
        if (now > reached) {
            if (reached == 0) {
                firstReached = now;
                firstNanos = nowNanos;
            } else {
                countStall(nowNanos);
            }
            reached = now;
            advancedNanos = nowNanos;
        }
    }

    /** Nothing more comes: what did not go on until now was a stall, too. */
    void ended(long nowNanos) {
        if (reached > 0) {
            countStall(nowNanos);
            advancedNanos = nowNanos;
        }
    }

    private void countStall(long nowNanos) {
        long silence = nowNanos - advancedNanos;
        if (silence > STALL_NANOS) {
            stalls++;
            stalledNanos += silence;
        }
    }

    Reading reading() {
        var first =
                reached == 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofNanos(firstNanos - startedNanos));
        return new Reading(frames, fps(), speed, first, duplicated, dropped, stalls, Duration.ofNanos(stalledNanos));
    }

    /** Not ffmpeg's own, which is of the time since it began to connect. */
    private double fps() {
        double seconds = (lastNanos - firstNanos) / NANOS_PER_SECOND;
        return hasPicture && seconds > 0 ? (frames - firstReached) / seconds : 0;
    }

    /** N/A and the like count as 0. */
    private static long whole(String value) {
        return (long) number(value);
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notKnownYet) {
            return 0;
        }
    }
}
