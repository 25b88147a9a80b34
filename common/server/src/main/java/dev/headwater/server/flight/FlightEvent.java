package dev.headwater.server.flight;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that happened in a session.
 *
 * @param at the last time, to the millisecond; for people
 * @param what a short name that stays, e.g. {@code play}
 * @param text the rest, for people
 * @param times how often in a row
 */
public record FlightEvent(Instant at, String what, String text, int times) {
    public FlightEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
