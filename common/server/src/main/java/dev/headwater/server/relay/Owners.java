package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;

/**
 * The owners of a stream, one after the other, as one pull knows them: whom the directory named last, whose frames were taken,
 * and who is next while frames of the one before still come. That one has a moment for the last of them and to say that it ends.
 * Confined to the pull's event loop.
 */
final class Owners {
    private static final Duration LAST_FRAMES = Duration.ofMillis(200);

    private final Runnable onTimeOver;
    private final LoopTimer moment;
    private Optional<StreamRecord> named = Optional.empty();
    private Optional<StreamRecord> next = Optional.empty();
    private Epoch seen = Epoch.NONE;

    /** @param onTimeOver called when the owner that the stream leaves had its time */
    Owners(EventExecutor loop, Runnable onTimeOver) {
        this.onTimeOver = onTimeOver;
        this.moment = new LoopTimer(loop);
    }

    // ---- whom the directory named -------------------------------------------------------------------------------

    /** Empty if it has not said yet, or that there is none. */
    Optional<StreamRecord> named() {
        return named;
    }

    /** It answers. */
    void found(Optional<StreamRecord> answer) {
        named = answer;
    }

    void name(StreamRecord record) {
        named = Optional.of(record);
    }

    /** Whether it is known already: the same claim in the same epoch. An origin that has forgotten all gives a number twice. */
    boolean isNamed(StreamRecord record) {
        return named.filter(record::isSameEpoch).filter(record::isSameClaim).isPresent();
    }

    boolean surpassesNamed(StreamRecord record) {
        return Epoch.of(record).compareTo(named.map(Epoch::of).orElse(Epoch.NONE)) > 0;
    }

    // ---- whose frames were taken --------------------------------------------------------------------------------

    /** The highest epoch of which frames were taken; {@link Epoch#NONE} before the first. */
    Epoch seen() {
        return seen;
    }

    boolean surpassesSeen(StreamRecord record) {
        return Epoch.of(record).compareTo(seen) > 0;
    }

    /** Frames of that epoch come from now on, by whatever way: whom it leaves behind, or is, need not be waited for. */
    void take(Epoch epoch) {
        seen = epoch;
        if (isReached()) {
            named = next;
            forgetNext();
        }
    }

    private boolean isReached() {
        return next.filter(record -> !surpassesSeen(record)).isPresent();
    }

    /** Whether it is of the publication whose frames come, at a higher epoch: another node had seen one above its own. */
    boolean isRise(StreamRecord record) {
        return surpassesSeen(record)
                && record.originId().equals(seen.originId())
                && named.filter(record::isSameClaim)
                        .filter(before -> !surpassesSeen(before))
                        .isPresent();
    }

    void rise(StreamRecord record) {
        name(record);
        seen = Epoch.of(record);
        if (isReached()) {
            forgetNext();
        }
    }

    // ---- who is next --------------------------------------------------------------------------------------------

    /** Whether it is news to who takes frames. */
    boolean surpassesNext(StreamRecord record) {
        return Epoch.of(record).compareTo(next.map(Epoch::of).orElse(seen)) > 0;
    }

    /** Takes the place of a successor named before, without giving the owner more time. */
    void moveTo(StreamRecord successor) {
        next = Optional.of(successor);
        if (!moment.isSet()) {
            moment.set(LAST_FRAMES, onTimeOver);
        }
    }

    boolean isMoving() {
        return next.isPresent();
    }

    /** Who is next, if anybody; the one before is not waited for any longer. */
    Optional<StreamRecord> leave() {
        var successor = next;
        forgetNext();
        return successor;
    }

    private void forgetNext() {
        next = Optional.empty();
        moment.cancel();
    }
}
