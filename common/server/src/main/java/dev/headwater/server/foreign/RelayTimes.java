package dev.headwater.server.foreign;

import dev.headwater.server.config.NodeConfig;
import java.time.Duration;

/**
 * How long runs of relays wait.
 *
 * @param silence a server that sends no byte for this long, not even the answer to a ping, is gone ({@code
 *     relays.silence-timeout})
 * @param media a server that sends neither audio nor video of a stream for this long, having sent some, has it no more, zero
 *     for never ({@code publish.media-timeout})
 * @param minBackoff between attempts, at first ({@code relays.backoff-min})
 * @param maxBackoff between attempts, at most ({@code relays.backoff-max})
 */
record RelayTimes(Duration silence, Duration media, Duration minBackoff, Duration maxBackoff) {
    static RelayTimes of(NodeConfig config) {
        var relays = config.relays();
        return new RelayTimes(
                relays.silenceTimeout(), config.publish().mediaTimeout(), relays.backoffMin(), relays.backoffMax());
    }
}
