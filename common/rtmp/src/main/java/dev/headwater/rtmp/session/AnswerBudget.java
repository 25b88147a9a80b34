package dev.headwater.rtmp.session;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import java.time.InstantSource;

/**
 * How many control messages of a peer are answered, so that a flood of pings costs us next to nothing. Confined to the
 * connection's event loop.
 */
final class AnswerBudget {
    /** What an honest peer may ask for in a second. */
    private static final int ANSWERED_PER_SECOND = 10;

    /** More than this in a second is an attack. */
    private static final int TOLERATED_PER_SECOND = 100;

    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private int asked;

    AnswerBudget(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * True if one more may be answered now.
     *
     * @throws ProtocolException FLOOD if the peer does not stop to ask
     */
    boolean take() {
        long now = Math.floorDiv(clock.millis(), 1000L);
        if (now != second) {
            second = now;
            asked = 0;
        }
        asked++;
        if (asked > TOLERATED_PER_SECOND) {
            throw new ProtocolException(
                    ProtocolError.FLOOD,
                    "more than %d pings or bandwidth messages in a second".formatted(TOLERATED_PER_SECOND));
        }
        return asked <= ANSWERED_PER_SECOND;
    }
}
