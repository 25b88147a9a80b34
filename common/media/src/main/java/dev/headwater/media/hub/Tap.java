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
    private boolean over;

    Tap(LiveStream stream, FrameTap tap, EventExecutor loop) {
        this.stream = stream;
        this.tap = tap;
        this.loop = loop;
    }

    EventExecutor loop() {
        return loop;
    }

    boolean isOver() {
        return over;
    }

    void frames(List<MediaFrame> frames) {
        if (!over && !frames.isEmpty()) {
            try {
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
            over = true;
            end(tap, reason);
        }
    }

    /** The tap's loop is gone. */
    void abandon() {
        over = true;
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
            over = true;
            stream.left(this);
        }
    }
}
