package dev.headwater.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a stream passes from owner to owner, as pure functions from the record that stands in the directory
 * to the one that is written. Every directory applies them in one atomic step on the stream's key.
 *
 * <p>Where the next owner begins on the timeline: one second above the newest position that the last one announced, and above
 * that by the time that it may have sent since. After a release that is nothing; after a takeover, or when its record is buried
 * since its member was lost or it announces no more, it is the time since that announcement, at most the life of a record. So
 * players see timestamps go on about as far as their clocks do. An edge that has seen more tells the next owner.
 *
 * @param announceInterval how often an owner re-writes its records
 * @param recordLife how long a record lives without that; at least a second
 * @param tombstoneLife how long the epoch of a released name is remembered; at least a second
 */
public record Succession(Duration announceInterval, Duration recordLife, Duration tombstoneLife) {
    private static final long GAP_MS = 1_000;
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    /** Announced each 2 s, gone after 12 s, remembered for an hour. */
    public static final Succession DEFAULT =
            new Succession(Duration.ofSeconds(2), Duration.ofSeconds(12), Duration.ofHours(1));

    public Succession {
        if (!announceInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "cluster.announce-interval=%s is not positive".formatted(announceInterval));
        }
        if (recordLife.compareTo(SHORTEST_LIFE) < 0 || recordLife.compareTo(announceInterval) <= 0) {
            throw new IllegalArgumentException(
                    "cluster.record-life=%s must be at least %s and longer than cluster.announce-interval=%s"
                            .formatted(recordLife, SHORTEST_LIFE, announceInterval));
        }
        if (tombstoneLife.compareTo(SHORTEST_LIFE) < 0) {
            throw new IllegalArgumentException(
                    "cluster.tombstone-life=%s must be at least %s".formatted(tombstoneLife, SHORTEST_LIFE));
        }
    }

    /**
     * The answer to a claim; if it is {@link Claim.Granted}, its record stands from now on. A claim that is carried out again, since
     * its answer was lost with a member, is granted what it has.
     *
     * @param startedAt when it was made: of {@link ClaimTimes}
     * @param silence how long ago {@code standing} was announced; {@link #recordLife} if that is not known
     */
    public Claim claim(@Nullable StreamRecord standing, ClaimRequest request, Instant startedAt, Duration silence) {
        if (standing == null) {
            return new Claim.Granted(successor(request, 1 + request.aboveEpoch(), 0, startedAt), Optional.empty());
        }
        if (cameOf(standing, request, startedAt)) {
            return new Claim.Granted(standing, Optional.empty());
        }
        if (!standing.isTombstone() && !yields(standing, request)) {
            return new Claim.HeldBy(standing);
        }
        long epoch = 1 + Math.max(standing.epoch(), request.aboveEpoch());
        long marginMs = standing.isTombstone() ? 0 : sentSince(silence);
        long timelineStartMs = standing.timelineMs() + marginMs + GAP_MS;
        return new Claim.Granted(successor(request, epoch, timelineStartMs, startedAt), Optional.of(standing));
    }

    private static boolean cameOf(StreamRecord standing, ClaimRequest request, Instant startedAt) {
        return standing.originId().equals(request.originId())
                && standing.publisherId().equals(request.publisherId())
                && standing.startedAt().equals(startedAt)
                && standing.epoch() > request.aboveEpoch();
    }

    /**
     * Whether an owner has to give way. To its own publisher, who comes back through another origin, always; to one that
     * was taken over meanwhile, or has lost against it when a split healed, never; else the policy decides.
     */
    private static boolean yields(StreamRecord standing, ClaimRequest request) {
        if (!request.publisherId().isEmpty()) {
            if (request.publisherId().equals(standing.publisherId())) {
                return true;
            }
            if (request.seenEpoch() > 0 && standing.epoch() >= request.seenEpoch()) {
                return false;
            }
        }
        return request.policy() == ClaimPolicy.TAKEOVER;
    }

    /** What an announcement of {@code record} writes: it; nothing if a higher epoch stands. */
    public Optional<StreamRecord> announce(@Nullable StreamRecord standing, StreamRecord record) {
        return standing != null && standing.outranks(record) ? Optional.empty() : Optional.of(record);
    }

    /**
     * What an owner writes that has heard of {@code aboveEpoch}: its record with the next epoch above that; nothing if a
     * higher epoch stands, be it its own of an earlier try, but for a tombstone of what it has heard of.
     */
    public Optional<StreamRecord> raise(@Nullable StreamRecord standing, StreamRecord record, long aboveEpoch) {
        boolean isOver = standing != null && standing.isTombstone() && standing.epoch() <= aboveEpoch;
        return standing != null && standing.outranks(record) && !isOver
                ? Optional.empty()
                : Optional.of(record.raisedTo(1 + Math.max(record.epoch(), aboveEpoch)));
    }

    /**
     * What is written when the owner gives {@code record} up: its tombstone; nothing if a higher epoch stands. Of two positions of
     * the epoch the further one stays: a release may be repeated by who knows less.
     */
    public Optional<StreamRecord> release(@Nullable StreamRecord standing, StreamRecord record) {
        if (standing == null || standing.epoch() < record.epoch()) {
            return Optional.of(record.tombstone(0));
        }
        return standing.outranks(record)
                ? Optional.empty()
                : Optional.of(record.at(standing.timelineMs(), "").tombstone(0));
    }

    /**
     * What is written when the owner of {@code record} was lost, or announces it no more: its tombstone; nothing if the
     * record has moved.
     *
     * @param silence how long ago {@code record} was announced; {@link #recordLife} if that is not known
     */
    public Optional<StreamRecord> reclaim(@Nullable StreamRecord standing, StreamRecord record, Duration silence) {
        return record.equals(standing) ? Optional.of(record.tombstone(sentSince(silence))) : Optional.empty();
    }

    /** Milliseconds of media. An owner whose record ran out stops. */
    private long sentSince(Duration silence) {
        return Math.min(silence.toMillis(), recordLife.toMillis());
    }

    /** How long {@code record} lives from the moment it is written. */
    public Duration lifeOf(StreamRecord record) {
        return record.isTombstone() ? tombstoneLife : recordLife;
    }

    /** How long a store that buries what ran out keeps {@code record}: its epoch must not go before its tombstone comes. */
    public Duration keptFor(StreamRecord record) {
        return record.isTombstone() ? tombstoneLife : recordLife.plus(tombstoneLife);
    }

    private static StreamRecord successor(ClaimRequest request, long epoch, long timelineStartMs, Instant startedAt) {
        return new StreamRecord(
                request.key(),
                request.originId(),
                request.relayHost(),
                request.relayPort(),
                epoch,
                startedAt,
                timelineStartMs,
                timelineStartMs,
                request.zone(),
                "",
                request.publisherId());
    }
}
