package dev.headwater.server.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How much a logger says.
 *
 * @param logger a class or a package, or {@code ROOT}; what is below it says as much unless it has a level of its own
 * @param level {@code off}, {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 * @param until when it falls back to what it said before; empty if it stays, until the process ends
 */
public record LoggerLevel(String logger, String level, Optional<Instant> until) {
    public LoggerLevel {
        until = until.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }
}
