package dev.headwater.server.relay;

import java.time.Duration;

/**
 * How patient a pull is.
 *
 * @param waitAtMost how long a player waits for a stream that does not exist yet ({@code play.wait})
 * @param linger how long a pull outlives its last player ({@code play.linger})
 * @param hold how long players are held when the upstream is lost ({@code play.hold})
 * @param publisherHold how long they are held when the broadcaster vanished without a goodbye ({@code publish.hold})
 * @param silence an upstream that sends no byte for this long is lost ({@code pull.silence-timeout})
 * @param connectTimeout how long an upstream may take to greet ({@code pull.connect-timeout})
 * @param minBackoff first pause between two attempts; doubles with jitter
 * @param maxBackoff longest pause between two attempts
 */
public record PullSettings(
        Duration waitAtMost,
        Duration linger,
        Duration hold,
        Duration publisherHold,
        Duration silence,
        Duration connectTimeout,
        Duration minBackoff,
        Duration maxBackoff) {

    /** From when on a node that says nothing is not waited for alone. */
    Duration doubt() {
        return silence.dividedBy(2);
    }
}
