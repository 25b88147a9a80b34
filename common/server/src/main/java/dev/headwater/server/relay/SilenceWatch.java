package dev.headwater.server.relay;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Notices that a peer has been silent for too long. Confined to its event loop. */
public final class SilenceWatch {
    /** How often it looks within the time: silence is noticed in the last tenth of it. */
    private static final int LOOKS = 10;

    /** After so many silent looks there is doubt: half of the time and up to one look more. */
    private static final int DOUBTS = LOOKS / 2;

    private final Runnable onDoubt;
    private final Runnable onSilence;
    private final ScheduledFuture<?> timer;
    private boolean heard;
    private int silentLooks;

    /** @param onSilence called once per silence, on {@code loop} */
    public SilenceWatch(EventExecutor loop, Duration silence, Runnable onSilence) {
        this(loop, silence, () -> {}, onSilence);
    }

    /** @param onDoubt the same, after half of the time */
    public SilenceWatch(EventExecutor loop, Duration silence, Runnable onDoubt, Runnable onSilence) {
        this.onDoubt = onDoubt;
        this.onSilence = onSilence;
        long everyMs = Math.max(1, silence.toMillis() / LOOKS);
        // with pauses, not at a rate: a loop that was late would make up for missed looks before it reads what has come
        timer = loop.scheduleWithFixedDelay(this::look, everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    /** A byte arrived. */
    public void heard() {
        heard = true;
    }

    private void look() {
        silentLooks = heard ? 0 : silentLooks + 1;
        heard = false;
        if (silentLooks == DOUBTS) {
            onDoubt.run();
        }
        if (silentLooks == LOOKS - 1) { // since a look at which there was something, up to one look after the last byte
            onSilence.run();
        }
    }

    public void stop() {
        timer.cancel(false);
    }
}
