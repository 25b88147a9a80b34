package dev.headwater.edge;

import dev.headwater.server.config.NodeConfig;
import java.time.Duration;

/**
 * Bounds of a forwarded publish.
 *
 * @param maxPendingBytes how far an origin may fall behind before it counts as lost ({@code player.queue-bytes})
 * @param answer how long an origin may take to connect and answer ({@code pull.connect-timeout})
 * @param firstWord how long it may take to say anything, while there are others: half of that, in which a name server that is silent is given up
 * @param silence an origin that sends not even a ping for this long is gone ({@code pull.silence-timeout})
 * @param hold how long the publisher is kept without an origin ({@code publish.forward-hold})
 * @param minBackoff first pause when none takes it; doubles with jitter ({@code pull.backoff-min})
 * @param maxBackoff longest pause, and how long an origin must have held for the next loss to start afresh
 *     ({@code pull.backoff-max})
 * @param gopDuration longest group of pictures kept for the next origin ({@code gop-cache.max-duration})
 * @param gopBytes largest one ({@code gop-cache.max-bytes}, at most half of {@code maxPendingBytes} is used)
 */
record ForwardSettings(
        long maxPendingBytes,
        Duration answer,
        Duration firstWord,
        Duration silence,
        Duration hold,
        Duration minBackoff,
        Duration maxBackoff,
        Duration gopDuration,
        int gopBytes) {
    static ForwardSettings of(NodeConfig config) {
        return new ForwardSettings(
                config.player().queueBytes(),
                config.pull().connectTimeout(),
                config.pull().connectTimeout().dividedBy(2),
                config.pull().silenceTimeout(),
                config.publish().forwardHold(),
                config.pull().backoffMin(),
                config.pull().backoffMax(),
                config.gopCache().maxDuration(),
                config.gopCache().maxBytes());
    }
}
