package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import java.time.Instant;

/**
 * The directory's entry for one stream. Epochs are totally ordered: by number, then by origin id.
 *
 * @param originId node id of the owner; empty for a tombstone (released, epoch kept)
 * @param relayHost host of the owner's relay port
 * @param epoch 1 and up; grows with every claim
 * @param startedAt when this epoch began, for people; decides nothing
 * @param timelineStartMs the position on the stream's timeline where this epoch began
 * @param timelineMs the newest position that the owner announced; the next owner starts above it
 * @param codecs for people, e.g. {@code avc1,mp4a}; may be empty
 */
public record StreamRecord(
        StreamKey key,
        String originId,
        String relayHost,
        int relayPort,
        long epoch,
        Instant startedAt,
        long timelineStartMs,
        long timelineMs,
        String zone,
        String codecs) {}
