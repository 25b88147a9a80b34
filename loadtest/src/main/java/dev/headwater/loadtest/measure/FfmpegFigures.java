package dev.headwater.loadtest.measure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one real ffmpeg did in a run, as it said itself. Of the whole run: it cannot be asked to begin anew after a warm-up.
 *
 * @param url without its query, which may hold a token
 * @param frames pictures sent or decoded; 0 for sound alone
 * @param fps pictures a second, from its first ones on
 * @param speed media time per time, 1 when it keeps up; 0 as long as it said nothing
 * @param firstOutput from its start to its first picture, or its first sound where there is none; exact to 0.1 s
 * @param duplicated pictures that it had to show twice because the next came too late
 * @param dropped pictures that it left out because they came too close
 * @param stalls times at which nothing went on for more than a second
 * @param stalled their length in all
 * @param exitStatus 0 or as it failed, {@link #RUNNING} until its end; 255 of one that we stopped is no failure
 * @param stopped whether it ran to the end of the run and was ended by us
 * @param lastLines what it said last of errors, the last line last
 */
public record FfmpegFigures(
        Role role,
        String url,
        long frames,
        double fps,
        double speed,
        Optional<Duration> firstOutput,
        long duplicated,
        long dropped,
        int stalls,
        Duration stalled,
        int exitStatus,
        boolean stopped,
        List<String> lastLines) {
    /** In place of an exit status. */
    public static final int RUNNING = -1;

    public FfmpegFigures {
        lastLines = List.copyOf(lastLines);
    }

    /** What an ffmpeg does here. */
    public enum Role {
        PUBLISHER,
        PLAYER
    }

    /** What it is, for people. */
    public String name() {
        return "ffmpeg " + role.name().toLowerCase(Locale.ROOT);
    }

    /** After the run: it ended by itself, or never had anything. */
    public boolean isFailure() {
        return !stopped || firstOutput.isEmpty();
    }

    /** After the run, in one line, for people: what became of it. */
    public String outcome() {
        String lastLine = lastLines.isEmpty() ? "it said nothing" : lastLines.getLast();
        if (!stopped) {
            return "ended by itself with exit status %d: %s".formatted(exitStatus, lastLine);
        }
        return firstOutput.isEmpty() ? "ran without a frame: " + lastLine : "ran to the end";
    }
}
