package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;

/**
 * The owner to whom a stream moves while frames of the one before still come: that one has a moment for the last of them and to
 * say that it ends. Confined to the pull's event loop.
 */
final class Succession {
    private static final Duration LAST_FRAMES = Duration.ofMillis(200);

    private final Runnable onTimeOver;
    private final LoopTimer moment;
    private Optional<StreamRecord> next = Optional.empty();

    /** @param onTimeOver called when the owner that the stream leaves had its time */
    Succession(EventExecutor loop, Runnable onTimeOver) {
        this.onTimeOver = onTimeOver;
        this.moment = new LoopTimer(loop);
    }

    /** Whether a record is news to who has seen {@code seen}. */
    boolean isSurpassedBy(StreamRecord record, Epoch seen) {
        return Epoch.of(record).compareTo(next.map(Epoch::of).orElse(seen)) > 0;
    }

    /**
     * Whether {@code record} is of the publication whose frames come, at a higher epoch: another node had seen one above its own.
     *
     * @param before what the directory said last
     */
    static boolean isRise(StreamRecord before, Epoch seen, StreamRecord record) {
        return record.isSameClaim(before)
                && before.originId().equals(seen.originId())
                && Epoch.of(before).compareTo(seen) <= 0
                && Epoch.of(record).compareTo(seen) > 0;
    }

    /** Takes the place of a successor named before, without giving the owner more time. */
    void name(StreamRecord successor) {
        next = Optional.of(successor);
        if (!moment.isSet()) {
            moment.set(LAST_FRAMES, onTimeOver);
        }
    }

    boolean isNamed() {
        return next.isPresent();
    }

    /** Who is next, if anybody; it is not waited any longer. */
    Optional<StreamRecord> end() {
        var successor = next;
        clear();
        return successor;
    }

    /** Another way has led to an owner of that epoch: whom it leaves behind, or is, need not be waited for. */
    Optional<StreamRecord> reached(Epoch epoch) {
        return next.filter(record -> Epoch.of(record).compareTo(epoch) <= 0).map(record -> {
            clear();
            return record;
        });
    }

    private void clear() {
        next = Optional.empty();
        moment.cancel();
    }
}
