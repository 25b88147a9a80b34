package dev.headwater.server.foreign;

import dev.headwater.server.config.RelaysConfig;
import java.time.Duration;

/**
 * How long runs of relays wait.
 *
 * @param silence a server that sends no byte for this long, not even the answer to a ping, is gone ({@code
 *     relays.silence-timeout})
 * @param minBackoff between attempts, at first ({@code relays.backoff-min})
 * @param maxBackoff between attempts, at most ({@code relays.backoff-max})
 */
record RelayTimes(Duration silence, Duration minBackoff, Duration maxBackoff) {
    static RelayTimes of(RelaysConfig config) {
        return new RelayTimes(config.silenceTimeout(), config.backoffMin(), config.backoffMax());
    }
}
