package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The directory's entry for one stream. Epochs are totally ordered: by number, then by origin id.
 *
 * @param originId node id of the owner; empty for a tombstone (nobody owns the stream, its epoch is kept)
 * @param relayHost host of the owner's relay port; empty for a tombstone
 * @param relayPort 1 to 65535; 0 for a tombstone
 * @param epoch 1 and up; grows with every claim
 * @param startedAt when this epoch was claimed, to the millisecond; for people, and tells the claims of one origin apart
 * @param timelineStartMs the position on the stream's timeline where this epoch began
 * @param timelineMs the newest position that the owner announced; the next owner starts above it
 * @param codecs for people, e.g. {@code avc1,mp4a}; may be empty
 * @param publisherId who publishes, if it may come back through another origin; empty for all others
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
        String codecs,
        String publisherId) {

    public StreamRecord {
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch=%d of %s is below 1".formatted(epoch, key));
        }
        if (originId.isEmpty()) {
            if (!relayHost.isEmpty() || relayPort != 0) {
                throw new IllegalArgumentException("tombstone of %s has a relay address".formatted(key));
            }
        } else {
            Addresses.requireHost("relay host of " + key, relayHost);
            Addresses.requirePort("relay port of " + key, relayPort);
        }
        if (timelineStartMs < 0 || timelineMs < timelineStartMs) {
            throw new IllegalArgumentException(
                    "timeline of %s goes from %d to %d ms".formatted(key, timelineStartMs, timelineMs));
        }
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Nobody owns the stream; the record is here for its epoch and its place on the timeline. */
    public boolean isTombstone() {
        return originId.isEmpty();
    }

    /** Whether {@code other} speaks of the same ownership: same epoch, same owner. */
    public boolean isSameEpoch(StreamRecord other) {
        return epoch == other.epoch && originId.equals(other.originId);
    }

    /** Whether this record is above {@code other} in the total order of epochs: by number, then by origin id. */
    public boolean outranks(StreamRecord other) {
        return epoch > other.epoch || (epoch == other.epoch && originId.compareTo(other.originId) > 0);
    }

    /** The same ownership, further on: what an owner announces. A lower {@code positionMs} leaves the position. */
    public StreamRecord at(long positionMs, String codecsNow) {
        return new StreamRecord(
                key,
                originId,
                relayHost,
                relayPort,
                epoch,
                startedAt,
                timelineStartMs,
                Math.max(timelineMs, positionMs),
                zone,
                codecsNow,
                publisherId);
    }

    /**
     * Whether {@code other} is this ownership too, whatever its epoch was raised to: one claim of one origin. Claims of one
     * origin differ in where their timelines start.
     */
    public boolean isSameClaim(StreamRecord other) {
        return originId.equals(other.originId)
                && timelineStartMs == other.timelineStartMs
                && startedAt.equals(other.startedAt);
    }

    /** The same ownership at a higher epoch. */
    StreamRecord raisedTo(long higherEpoch) {
        return new StreamRecord(
                key,
                originId,
                relayHost,
                relayPort,
                higherEpoch,
                startedAt,
                timelineStartMs,
                timelineMs,
                zone,
                codecs,
                publisherId);
    }

    /** What is left when the owner is gone: who published, epoch and timeline, {@code marginMs} further on. */
    StreamRecord tombstone(long marginMs) {
        return new StreamRecord(
                key, "", "", 0, epoch, startedAt, timelineStartMs, timelineMs + marginMs, zone, "", publisherId);
    }
}
