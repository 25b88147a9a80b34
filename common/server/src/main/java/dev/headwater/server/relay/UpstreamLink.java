package dev.headwater.server.relay;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt of a pull at a node that has the stream: events of an upstream that was given up are not heard. Confined to the pull's event loop. */
final class UpstreamLink implements UpstreamEvents {
    private final StreamPull pull;
    private final EventExecutor loop;
    private final PullSettings settings;
    private final PullTarget target;
    private final LoopTimer settling;
    private @Nullable Upstream upstream;
    private @Nullable SilenceWatch silence;
    private boolean closed;
    private boolean steady;

    UpstreamLink(StreamPull pull, EventExecutor loop, PullSettings settings, PullTarget target) {
        this.pull = pull;
        this.loop = loop;
        this.settings = settings;
        this.target = target;
        this.settling = new LoopTimer(loop);
    }

    /** To be closed with this. */
    void open(Upstream opened) {
        upstream = opened;
    }

    PullTarget target() {
        return target;
    }

    /** Whether frames have come for a while. */
    boolean isSteady() {
        return steady;
    }

    @Override
    public void greeted(RelayGreeting greeting) {
        if (!closed) {
            silence = new SilenceWatch(loop, settings.silence(), () -> vanished("silent for pull.silence-timeout"));
            pull.greeted(greeting);
        }
    }

    @Override
    public void frame(MediaFrame frame) {
        if (!closed) {
            if (!steady && !settling.isSet()) {
                settling.set(settings.maxBackoff(), this::settle);
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
    public void delayed(long nanos) {
        if (!closed) {
            pull.stream().sourceDelay(nanos);
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
            pull.ended(target, reason, explanation);
        }
    }

    @Override
    public void vanished(String explanation) {
        if (!closed) {
            pull.vanished(target, explanation);
        }
    }

    @Override
    public void sentTo(List<RelayAddress> places) {
        if (!closed) {
            pull.sentTo(target, places);
        }
    }

    void close() {
        closed = true;
        if (silence != null) {
            silence.stop();
        }
        settling.cancel();
        if (upstream != null) {
            upstream.close();
        }
    }
}
