package dev.headwater.server.relay;

import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt of a pull at a node that has the stream: events of an upstream that was given up are not heard. Confined to the pull's event loop. */
final class UpstreamLink implements UpstreamEvents {
    private final EventExecutor loop;
    private final PullSettings settings;
    private final LiveStream stream;
    private final LoopTimer settling;
    private final LoopTimer greeting;
    private LinkOwner owner;
    private PullTarget target;
    private @Nullable Upstream upstream;
    private @Nullable SilenceWatch silence;
    private @Nullable Waiting waiting;
    private boolean closed;
    private boolean steady;
    private boolean inDoubt;

    /**
     * What a link has that is not taken yet.
     *
     * @param headers that came meanwhile
     * @param canGoOn called before the frame at which players can go on
     */
    private record Waiting(StreamHeaders headers, Runnable canGoOn) {}

    /** @param stream that gets the frames */
    UpstreamLink(LinkOwner owner, EventExecutor loop, PullSettings settings, LiveStream stream, PullTarget target) {
        this.owner = owner;
        this.loop = loop;
        this.settings = settings;
        this.stream = stream;
        this.target = target;
        this.settling = new LoopTimer(loop);
        this.greeting = new LoopTimer(loop);
    }

    /** Takes the connection of this attempt, which {@link #close} closes. */
    void open(Upstream opened) {
        if (closed) {
            opened.close();
            return;
        }
        upstream = opened;
        greeting.set(settings.doubt(), this::doubt);
    }

    /** The stream gets nothing of it until a key frame comes, or any if there is no picture to wait for. */
    void waitForPicture(Runnable canGoOn) {
        waiting = new Waiting(new StreamHeaders(), canGoOn);
    }

    /** Tells {@code next} of all that happens from now on, as when a detour's link becomes the pull's own; and waits no longer. */
    void handTo(LinkOwner next) {
        owner = next;
        var before = waiting;
        waiting = null;
        if (before != null) {
            before.headers().all().forEach(stream::publish);
        }
    }

    PullTarget target() {
        return target;
    }

    /** Counts as a place in the owner's tree from now on; it was begun as a way around the owner. */
    void joinTree() {
        target = target.inTree();
    }

    /** Whether frames have come for a while. */
    boolean isSteady() {
        return steady;
    }

    /** Whether it has said nothing for a while. */
    boolean isInDoubt() {
        return inDoubt;
    }

    @Override
    public void greeted(RelayGreeting told) {
        if (!closed) {
            greeting.cancel();
            inDoubt = false;
            silence = new SilenceWatch(
                    loop, settings.silence(), this::doubt, () -> vanished("silent for pull.silence-timeout"));
            owner.greeted(this, told);
        }
    }

    private void doubt() {
        inDoubt = true;
        owner.doubted(this);
    }

    @Override
    public void frame(MediaFrame frame) {
        if (!closed && isTaken(frame)) {
            if (!steady && !settling.isSet()) {
                settling.set(settings.maxBackoff(), this::settle);
            }
            stream.publish(frame);
        }
    }

    private boolean isTaken(MediaFrame frame) {
        if (waiting == null) {
            return true;
        }
        if (waiting.headers().offer(frame) != StreamHeaders.Offer.NOT_A_HEADER
                || (stream.awaitsKeys() && !GopCache.isKeyFrame(frame))) {
            return false;
        }
        waiting.canGoOn().run();
        return !closed;
    }

    private void settle() {
        steady = true;
        owner.settled();
    }

    @Override
    public void batchEnd() {
        if (!closed) {
            stream.flush();
        }
    }

    @Override
    public void delayed(long nanos) {
        if (!closed && waiting == null) {
            stream.sourceDelay(nanos);
        }
    }

    @Override
    public void alive() {
        if (silence != null && !closed) {
            silence.heard();
            if (inDoubt) {
                inDoubt = false;
                owner.relieved(this);
            }
        }
    }

    @Override
    public void ended(EndReason reason, String explanation) {
        if (!closed) {
            owner.ended(this, reason, explanation);
        }
    }

    @Override
    public void vanished(String explanation) {
        if (!closed) {
            owner.vanished(this, explanation);
        }
    }

    @Override
    public void sentTo(List<RelayAddress> places) {
        if (silence != null) {
            ended(EndReason.UPSTREAM_LOST, target + " sends elsewhere whom it greeted");
        } else if (!closed) {
            owner.sentTo(this, places);
        }
    }

    void close() {
        closed = true;
        if (silence != null) {
            silence.stop();
        }
        greeting.cancel();
        settling.cancel();
        if (upstream != null) {
            upstream.close();
        }
    }
}
