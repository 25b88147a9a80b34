package dev.headwater.loadtest.run;

import java.time.Duration;

/**
 * When a group of clients is there, on the clock of the run.
 *
 * @param start when its first client comes
 * @param length after which all of them leave
 */
public record Span(Duration start, Duration length) {
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    public Span {
        if (start.isNegative() || length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("no span of %s from %s".formatted(length, start));
        }
    }

    /** From the start of the run to its end. */
    public static Span whole() {
        return from(Duration.ZERO);
    }

    /** From {@code start} to the end of the run. */
    public static Span from(Duration start) {
        return new Span(start, FOR_EVER);
    }

    boolean isFromTheStart() {
        return start.isZero();
    }

    boolean isToTheEnd() {
        return length.equals(FOR_EVER);
    }
}
