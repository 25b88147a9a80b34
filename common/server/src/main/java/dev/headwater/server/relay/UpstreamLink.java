package dev.headwater.server.relay;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One attempt of a pull at an owner: events of an upstream that was given up are not heard. Confined to the pull's event loop. */
final class UpstreamLink implements UpstreamEvents {
    private final StreamPull pull;
    private final EventExecutor loop;
    private final PullSettings settings;
    private final Epoch target;
    private @Nullable Upstream upstream;
    private @Nullable SilenceWatch silence;
    private @Nullable ScheduledFuture<?> settling;
    private boolean closed;
    private boolean steady;

    /** @param target what the directory says of the owner */
    UpstreamLink(StreamPull pull, EventExecutor loop, PullSettings settings, Epoch target) {
        this.pull = pull;
        this.loop = loop;
        this.settings = settings;
        this.target = target;
    }

    /** To be closed with this. */
    void open(Upstream opened) {
        upstream = opened;
    }

    Epoch target() {
        return target;
    }

    /** Whether frames have come for a while. */
    boolean isSteady() {
        return steady;
    }

    @Override
    public void greeted(Epoch epoch, long timelineMs) {
        if (!closed) {
            silence = new SilenceWatch(
                    loop, settings.silence(), () -> ended(EndReason.UPSTREAM_LOST, "silent for pull.silence-timeout"));
            pull.greeted(epoch);
        }
    }

    @Override
    public void frame(MediaFrame frame) {
        if (!closed) {
            if (settling == null) {
                settling = loop.schedule(this::settle, settings.maxBackoff().toMillis(), TimeUnit.MILLISECONDS);
            }
            pull.stream().publish(frame);
        }
    }

    private void settle() {
        steady = true;
        pull.settled();
    }

    @Override
    public void batchEnd() {
        if (!closed) {
            pull.stream().flush();
        }
    }

    @Override
    public void alive() {
        if (silence != null) {
            silence.heard();
        }
    }

    @Override
    public void ended(EndReason reason, String explanation) {
        if (!closed) {
            pull.lost(reason, explanation);
        }
    }

    void close() {
        closed = true;
        if (silence != null) {
            silence.stop();
        }
        if (settling != null) {
            settling.cancel(false);
        }
        if (upstream != null) {
            upstream.close();
        }
    }
}
