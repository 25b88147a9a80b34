package dev.headwater.loadtest.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a run lasts that no scenario tells; a picocli mixin. */
final class TimeOptions {
    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long to measure, e.g. 90s, 5m. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "Warm-up between the last client's coming and the measured time. Default: ${DEFAULT-VALUE}.")
    private Duration settle = Duration.ZERO;

    Duration duration() {
        return duration;
    }

    Duration settle() {
        return settle;
    }
}
