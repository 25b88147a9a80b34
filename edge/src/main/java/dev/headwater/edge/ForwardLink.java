package dev.headwater.edge;

import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.relay.Downstream;
import dev.headwater.server.relay.DownstreamEvents;
import dev.headwater.server.relay.LoopTimer;
import dev.headwater.server.relay.SilenceWatch;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** One attempt of a forward at an origin: events of one that was given up are not heard. Confined to the publisher's event loop. */
final class ForwardLink implements DownstreamEvents {
    private final Forward forward;
    private final EventLoop loop;
    private final ForwardSettings settings;
    private final String originId;
    private final LoopTimer settling;
    private final LoopTimer leavingTimer;
    private @Nullable Downstream downstream;
    private @Nullable SilenceWatch silence;
    private boolean heard;
    private boolean live;
    private boolean steady;
    private boolean leaving;
    private boolean closed;

    ForwardLink(Forward forward, EventLoop loop, ForwardSettings settings, String originId) {
        this.forward = forward;
        this.loop = loop;
        this.settings = settings;
        this.originId = originId;
        this.settling = new LoopTimer(loop);
        this.leavingTimer = new LoopTimer(loop);
    }

    /** To be closed with this. */
    void open(Downstream opened) {
        downstream = opened;
    }

    Downstream downstream() {
        if (downstream == null) {
            throw new IllegalStateException("not opened yet");
        }
        return downstream;
    }

    String originId() {
        return originId;
    }

    /** Whether the origin has said anything yet. */
    boolean isHeard() {
        return heard;
    }

    /** Whether the origin has had the stream for a while, or had it as long as it could. */
    boolean isSteady() {
        return steady;
    }

    /** Whether the stream is to go to another origin at its next key frame. */
    boolean isLeaving() {
        return leaving;
    }

    @Override
    public void accepted(long told) {
        if (!closed) {
            live = true;
            silence = new SilenceWatch(loop, settings.silence(), () -> forward.fellSilent(this));
            settling.set(settings.maxBackoff(), this::settle);
            forward.accepted(this, told);
        }
    }

    private void settle() {
        steady = true;
        forward.settled();
    }

    @Override
    public void refused(StatusCode code, String explanation) {
        if (!closed) {
            forward.refused(code, explanation);
        }
    }

    @Override
    public void ended(EndReason reason) {
        if (!closed) {
            forward.ended(reason);
        }
    }

    @Override
    public void lost(String explanation) {
        if (!closed) {
            forward.lost(explanation);
        }
    }

    @Override
    public void alive() {
        heard = true;
        if (silence != null) {
            silence.heard();
        }
    }

    @Override
    public void moveAsked() {
        if (!closed && live && !leaving) {
            steady = true;
            forward.seekAnother(this);
        }
    }

    /** Another origin is there: the stream goes to it at its next key frame, so that nothing is lost. */
    void leave() {
        if (!closed) {
            leaving = true;
            leavingTimer.set(Forward.KEY_PATIENCE, () -> lost("it asked to move"));
        }
    }

    /** No other origin is there yet: this one serves for a while. */
    void stay() {
        if (!closed) {
            leavingTimer.set(settings.maxBackoff(), () -> forward.seekAnother(this));
        }
    }

    void close() {
        closed = true;
        settling.cancel();
        leavingTimer.cancel();
        if (silence != null) {
            silence.stop();
        }
        if (downstream != null) {
            downstream.close();
        }
    }
}
