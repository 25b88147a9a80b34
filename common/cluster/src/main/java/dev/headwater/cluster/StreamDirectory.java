package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who owns which stream. Thread-safe; futures complete on the caller's Vert.x context when there is one. Nothing here
 * blocks the caller. A future fails only with {@link DirectoryUnavailableException}.
 *
 * <p>Writes of one caller begin in the order in which they were asked for. One that meets a lost member, or a partition that moves, is tried
 * again by itself, and may take effect after later ones: an announcement undoes the release that was made while it was under way. So
 * an owner releases when its announcement is answered, or again when it hears of its record.
 */
public interface StreamDirectory {
    /** In which a node that the others gave up while it slept is back among them. */
    Duration REUNITED_WITHIN = Duration.ofSeconds(15);

    /**
     * Claims a stream for the node of {@code request} in one atomic step. The new record has the next epoch: above the
     * record's and above those of the request; where its timeline begins, {@link Succession} says.
     */
    Future<Claim> claim(ClaimRequest request);

    /** Finds the owner. Empty means that no origin has this stream now; it is not a failure. */
    default Future<Optional<StreamRecord>> find(StreamKey key) {
        return latest(key).map(latest -> latest.filter(record -> !record.isTombstone()));
    }

    /** The record that stands: the owner's, or the tombstone that the last one has left. Empty means that nobody is remembered. */
    Future<Optional<StreamRecord>> latest(StreamKey key);

    /**
     * Re-writes the owner's record and extends its life; refills a lost map. The answer is the record that stands in the
     * directory afterwards: the given one, or one of a higher epoch (an owner's or a tombstone), then the caller is no
     * longer the owner.
     */
    Future<StreamRecord> announce(StreamRecord record);

    /**
     * Lifts the epoch of the owner's record above {@code aboveEpoch}, of which a node or the directory has told, in one atomic
     * step. The answer is the record that stands afterwards: the given one with its new epoch, or one that stood above it and is no
     * tombstone of what was told of; an earlier lift of the same claim is among those ({@link StreamRecord#isSameClaim}).
     */
    Future<StreamRecord> raise(StreamRecord record, long aboveEpoch);

    /**
     * Gives the stream up, unless a higher epoch has it already (then no effect). The tombstone keeps the epoch and
     * {@code record}'s position on the timeline, which is where the last frame was, or a further one that stood there.
     */
    Future<Void> release(StreamRecord record);

    /**
     * Frees the name of an owner that is no more; no effect if its record has moved. The tombstone's position is above what it may
     * have sent since it announced {@code record}.
     */
    Future<Void> bury(StreamRecord record);

    /**
     * Completes when this node is known to be where the others are that hold the directory, or nobody can be reached in {@link
     * #REUNITED_WITHIN}. To be asked after a sleep, before an answer is believed: until then it may be this node's alone.
     */
    Future<Void> reunited();

    /**
     * Hears of records that appear, move or go ({@link DirectoryChange}). Called on a Hazelcast or caller thread: hop,
     * and do not throw.
     * Nothing is replayed at the start; one change may be heard twice, and changes may be lost while the cluster
     * splits or merges: a listener that must be sure asks {@link #find} from time to time.
     */
    Watch watch(Consumer<DirectoryChange> listener);

    /** Every stream that has an owner now. For the management API; bounded by the number of streams. */
    Future<List<StreamRecord>> streams();

    /** Stops a watch. Idempotent. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
