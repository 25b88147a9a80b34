package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A publish or a play of a client.
 *
 * @param since when it was asked for, to the millisecond; for people
 * @param bytes of media that it brought or was sent
 * @param droppedFrames that were not sent because the player could not keep up; 0 for a publisher
 */
public record ClientUse(Kind kind, StreamKey key, Instant since, long bytes, long droppedFrames) {
    public ClientUse {
        since = since.truncatedTo(ChronoUnit.MILLIS);
    }

    public enum Kind {
        PUBLISHER,
        PLAYER
    }
}
