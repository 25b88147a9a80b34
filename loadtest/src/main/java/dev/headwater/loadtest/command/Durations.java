package dev.headwater.loadtest.command;

import java.time.Duration;

/** Durations as the options have them. */
final class Durations {
    private Durations() {}

    static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
