package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tap's place in a stream. Confined to the tap's loop. */
final class Tap {
    private static final Logger LOG = LoggerFactory.getLogger(Tap.class);

    private final LiveStream stream;
    private final FrameTap tap;
    private final EventExecutor loop;
    private final Runnable gone;
    private long epoch;
    private boolean over;

    /** @param gone called once, when the tap is over for whatever reason; on its loop, or anywhere after its termination */
    Tap(LiveStream stream, FrameTap tap, EventExecutor loop, Runnable gone) {
        this.stream = stream;
        this.tap = tap;
        this.loop = loop;
        this.gone = gone;
    }

    EventExecutor loop() {
        return loop;
    }

    boolean isOver() {
        return over;
    }

    /**
     * @param of the epoch that they are of
     * @param goesOn whether no frame is missing before them
     * @param late if some are: whether because the loop was late
     */
    void frames(List<MediaFrame> frames, long of, boolean goesOn, boolean late) {
        if (!over && !frames.isEmpty()) {
            try {
                if (!goesOn && (late || epoch == of)) { // what another publication did not send is missing nowhere
                    tap.missed(late);
                }
                if (epoch != of) {
                    epoch = of;
                    tap.epoch(of);
                }
                tap.frames(frames);
            } catch (RuntimeException e) {
                LOG.error("stream={} a tap failed and is ended", stream.key(), e);
                leave();
                end(tap, EndReason.PLAYER_FAILED);
            }
        }
    }

    void end(EndReason reason) {
        if (!over) {
            finish();
            end(tap, reason);
        }
    }

    /** The tap's loop is gone. */
    void abandon() {
        if (!over) {
            finish();
        }
    }

    private void finish() {
        over = true;
        gone.run();
    }

    private void end(FrameTap tap, EndReason reason) {
        try {
            tap.ended(reason);
        } catch (RuntimeException e) {
            LOG.error("stream={} a tap failed at its end", stream.key(), e);
        }
    }

    void leave() {
        if (!over) {
            finish();
            stream.members().left(loop);
        }
    }
}
