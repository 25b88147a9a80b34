package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import java.time.Instant;

/**
 * A publish or a play on a connection.
 *
 * @param since when it was asked for, for people
 * @param bytes of media that it brought or was sent
 * @param droppedFrames that were not sent because the player could not keep up; 0 for a publisher
 */
public record ClientUse(Kind kind, StreamKey key, Instant since, long bytes, long droppedFrames) {
    public enum Kind {
        PUBLISHER,
        PLAYER
    }
}
