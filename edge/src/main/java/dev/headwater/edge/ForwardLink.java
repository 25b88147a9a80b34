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
    /** Whose attempt it is. Called on the loop, and not after {@link #close}. */
    interface Owner {
        /** The origin takes the stream, in the epoch {@code told}; 0 if it tells none. */
        void accepted(ForwardLink by, long told);

        /** The stream has been with the origin for a while: the next loss starts with a fresh patience. */
        void settled();

        /** The origin refuses the stream that it was asked to take. */
        void refused(StatusCode code, String explanation);

        /** The origin, which had the stream, says that it is over for its publisher too. */
        void ended(EndReason reason);

        /** The origin does not take the stream, or has it no more, and another may. */
        void lost(String explanation);

        /** The origin has the stream and has sent no byte for {@code pull.silence-timeout}. */
        void fellSilent(ForwardLink origin);

        /** The origin asks the publisher to move, or no other was there when it did: to be told to {@link #leave} or {@link #stay}. */
        void moveAsked(ForwardLink from);
    }

    private final Owner owner;
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
    private boolean moveAsked; // perhaps before the origin had the stream
    private boolean leaving;
    private boolean closed;

    ForwardLink(Owner owner, EventLoop loop, ForwardSettings settings, String originId) {
        this.owner = owner;
        this.loop = loop;
        this.settings = settings;
        this.originId = originId;
        this.settling = new LoopTimer(loop);
        this.leavingTimer = new LoopTimer(loop);
    }

    /** Takes the connection of this attempt, which {@link #close} closes. */
    void open(Downstream opened) {
        downstream = opened;
        if (closed) {
            opened.close();
        }
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

    /** Whether it was given up, as one whose connection failed before {@link #open} was. */
    boolean isClosed() {
        return closed;
    }

    /** Whether the origin has said anything yet. */
    boolean isHeard() {
        return heard;
    }

    /** Whether the origin has had the stream for a while, or had it as long as it could. */
    boolean isSteady() {
        return steady;
    }

    /** Whether the stream is to go to another origin as soon as it may. */
    boolean isLeaving() {
        return leaving;
    }

    @Override
    public void accepted(long told) {
        if (!closed) {
            live = true;
            silence = new SilenceWatch(loop, settings.silence(), () -> owner.fellSilent(this));
            settling.set(settings.maxBackoff(), this::settle);
            owner.accepted(this, told);
            moveIfAsked();
        }
    }

    private void settle() {
        steady = true;
        owner.settled();
    }

    @Override
    public void refused(StatusCode code, String explanation) {
        if (live) {
            lost("it ended the stream: " + code.wireName() + " " + explanation);
        } else if (!closed) {
            owner.refused(code, explanation);
        }
    }

    @Override
    public void ended(EndReason reason) {
        if (!live || !isOfThePublisher(reason)) {
            lost("it ended the stream: " + reason);
        } else if (!closed) {
            owner.ended(reason);
        }
    }

    private static boolean isOfThePublisher(EndReason reason) {
        return switch (reason) {
            case SHUTDOWN, UPSTREAM_LOST -> false;
            case PUBLISHER_SILENT ->
                false; // the way there was, or this node stood still: it watches its publisher itself
            case TAKEN_OVER ->
                false; // the next claim tells by whom, who may be this publisher: a first try, carried out late
            default -> true;
        };
    }

    @Override
    public void lost(String explanation) {
        if (!closed) {
            owner.lost(explanation);
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
        moveAsked = true;
        moveIfAsked();
    }

    private void moveIfAsked() {
        if (moveAsked && live && !closed && !leaving) {
            steady = true;
            owner.moveAsked(this);
        }
    }

    /** Another origin is there: the stream goes to it at its next key frame, if it has a picture, so that nothing is lost. */
    void leave() {
        if (!closed) {
            leaving = true;
            leavingTimer.set(Backlog.KEY_PATIENCE, () -> lost("it asked to move"));
        }
    }

    /** No other origin is there yet: this one serves for a while. */
    void stay() {
        if (!closed) {
            leavingTimer.set(settings.maxBackoff(), () -> owner.moveAsked(this));
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
