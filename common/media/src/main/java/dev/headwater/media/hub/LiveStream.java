package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One live stream on this node: takes frames from its source and hands each batch once to every event loop that has players.
 * Every method is called on the source's loop unless it says otherwise. It must be ended, or buffers are never given back.
 */
public final class LiveStream {
    private static final long FROM_BROADCASTER = -1;

    /**
     * Frames that waited for so long were kept by a process that stood still: {@code fanout.max-delay} is 5 s at most. Its node may have
     * been given up by then, and another send the stream (ADR 0014).
     */
    static final long STOOD_STILL_NANOS = TimeUnit.SECONDS.toNanos(6);

    /** The delay goes to a new value within some of so many batches. */
    private static final int DELAY_SMOOTHING = 8;

    private final StreamKey key;
    private final EventExecutor loop;
    private final Hub hub;
    private final FanoutSettings fanout;
    private final Members members;

    // ---- source's loop ----
    private final Intake intake;
    private final Trampoline trampoline;
    private final Feeds feeds = new Feeds();
    private final Runnable leaveIfDue = this::leaveIfDue; // for each flush, of which there are many
    private boolean gathering;

    // ---- any thread ----
    private volatile @Nullable EndReason end; // written on the source's loop
    private volatile String codecs = "";
    private volatile long timestampMs;
    private volatile long epoch;
    private volatile List<String> path = List.of();
    private volatile long sourceDelayNanos = FROM_BROADCASTER;
    private volatile long delayNanos;

    /**
     * @param loop the loop of the source (publisher's connection or pull)
     * @param listener hears on that loop of players that come and go
     */
    public LiveStream(StreamKey key, EventExecutor loop, Hub hub, StreamListener listener) {
        this.key = key;
        this.loop = loop;
        this.hub = hub;
        this.fanout = hub.fanout(key.app());
        this.intake = new Intake(hub.settings());
        this.trampoline = new Trampoline(loop);
        this.members = new Members(this, trampoline, feeds, listener);
    }

    /** What the owner of a stream hears, on the stream's loop. */
    @FunctionalInterface
    public interface StreamListener {
        /** @param players how many there are now */
        void playersChanged(int players);
    }

    /** A place in a stream. Methods are called on the loop of the player. */
    public interface Subscription {
        /** Takes the player out. Idempotent; nothing is written to the player after it. */
        void leave();

        /** Which frames the player wants (receiveAudio, receiveVideo, pause). Video comes back at a key frame. */
        void want(boolean audio, boolean video);

        long sentBytes();

        /** Frames that were not sent because the player could not keep up. */
        long droppedFrames();
    }

    /** Any thread. */
    public StreamKey key() {
        return key;
    }

    /** The loop of the source. Any thread. */
    public EventExecutor loop() {
        return loop;
    }

    /** Players that joined and have not left. Any thread. */
    public int players() {
        return members.players();
    }

    /** Whether nothing more comes. Any thread. */
    public boolean isOver() {
        return end != null;
    }

    /** Why nothing more comes; null while it goes on. Any thread. */
    @Nullable
    EndReason endReason() {
        return end;
    }

    /** The codecs as people write them, e.g. {@code avc1,mp4a}. Any thread. */
    public String codecs() {
        return codecs;
    }

    /** The epoch of the publication whose frames come; 0 before the first. Any thread. */
    public long epoch() {
        return epoch;
    }

    /** The frames from now on are of this publication. */
    public void epoch(long now) {
        trampoline.run(() -> {
            handOver(PulseReason.AT_ONCE);
            epoch = now;
        });
    }

    /** Ids of the nodes that its frames come through, or came last: their owner first, this one last. Empty if none says. Any thread. */
    public List<String> path() {
        return path;
    }

    /** Tells by which nodes the frames come from now on, as {@link #path()}. */
    public void path(List<String> now) {
        path = List.copyOf(now);
    }

    /** What comes from the source. Any thread. */
    public IntakeFigures intake() {
        return intake.figures(now());
    }

    /** Whether it has a picture, and a key frame to go on with is worth waiting for. */
    public boolean awaitsKeys() {
        return intake.awaitKeys();
    }

    /** The newest position on the timeline, milliseconds. Any thread. */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * How long ago the frames that leave now came to the node that owns the stream, smoothed, nanoseconds. At that node, what they
     * wait for company. Any thread.
     */
    public long delayNanos() {
        return delayNanos;
    }

    /**
     * How long ago the frames that come now came to the node that owns the stream, nanoseconds, if they come by a relay; negative if not,
     * or not known yet. Any thread.
     */
    long sourceDelayNanos() {
        return sourceDelayNanos;
    }

    /** Tells that the source is a relay: the frames that come now came {@code nanos} ago to the node that owns the stream. */
    public void sourceDelay(long nanos) {
        sourceDelayNanos = nanos;
    }

    /** Any thread. */
    Hub hub() {
        return hub;
    }

    /** Any thread. */
    FanoutSettings fanout() {
        return fanout;
    }

    /** Any thread. */
    HubSettings settings() {
        return hub.settings();
    }

    /** The hub's clock, nanoseconds. Any thread. */
    long now() {
        return settings().clock().getAsLong();
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    /**
     * Adds a frame to the batch. Headers whose bytes are known already are swallowed, and so is what would take a player back
     * in time or what it could not decode.
     */
    public void publish(MediaFrame frame) {
        if (end == null) {
            intake.add(frame);
        }
    }

    /**
     * The source has no more frames for now: those published go to every loop that has players, one task per loop; at once
     * if they may not wait for company, else when they are due.
     */
    public void flush() {
        trampoline.run(leaveIfDue);
    }

    private void leaveIfDue() {
        if (gathers()) {
            var reason = reasonToLeave();
            if (reason != null) {
                handOver(reason);
            } else if (!gathering) {
                gathering = true;
                hub.pulse(loop).gather(this);
            }
        }
    }

    private @Nullable PulseReason reasonToLeave() {
        if (fanout.maxDelay().isZero()) {
            return PulseReason.AT_ONCE;
        }
        boolean videoWaits = fanout.maxDelay().compareTo(FanoutSettings.VIDEO_AT_ONCE) > 0;
        if (intake.hasPicture() && !videoWaits) {
            return PulseReason.VIDEO;
        }
        return dueNanos() - now() <= 0 ? PulseReason.MAX_DELAY : null;
    }

    /** Whether frames wait for company. */
    boolean gathers() {
        return !intake.isEmpty() && end == null;
    }

    /** When those frames must leave. */
    long dueNanos() {
        return intake.sinceNanos() + fanout.maxDelay().toNanos();
    }

    /** The pulse has come: what waits leaves. */
    void gathered() {
        gathering = false;
        trampoline.run(() -> handOver(PulseReason.MAX_DELAY));
    }

    private void handOver(PulseReason reason) {
        if (!gathers()) {
            return;
        }
        var batch = intake.take(reason, epoch);
        timestampMs = Math.max(intake.positionMs(), 0);
        codecs = intake.codecs();
        long waitedNanos = batch.stampNanos() - batch.sinceNanos();
        if (waitedNanos >= STOOD_STILL_NANOS) {
            feeds.miss(batch);
            return;
        }
        long age = Math.max(sourceDelayNanos, 0) + waitedNanos;
        long before = delayNanos;
        delayNanos = before + (age - before) / DELAY_SMOOTHING;
        feeds.hand(batch);
    }

    /**
     * The source was interrupted: frames are swallowed until a player can go on without harm, and those that it has already
     * are not repeated.
     */
    public void interrupted() {
        trampoline.run(() -> {
            handOver(PulseReason.AT_ONCE);
            intake.interrupted();
        });
    }

    /**
     * The source that goes on is on the line that it was on before the interruption, as another relay of the same encode is:
     * however far behind it starts, what it sends twice is not delivered again.
     */
    public void goesOnTheSameLine() {
        trampoline.run(intake::goesOnTheSameLine);
    }

    /**
     * The source that goes on was lifted above all that was delivered: what it has from before that is below, and not delivered.
     */
    public void goesOnAbove() {
        trampoline.run(intake::goesOnAbove);
    }

    /** Ends the stream for all players. Idempotent. */
    public void end(EndReason reason) {
        trampoline.run(() -> {
            if (end == null) {
                handOver(PulseReason.AT_ONCE);
                end = reason;
                feeds.end(reason);
            }
        });
    }

    // ---- players ------------------------------------------------------------------------------------------------

    /**
     * Adds a player: headers, then the group of pictures so far, then live frames. Any thread.
     *
     * @param playerLoop where {@code player} is called
     */
    public Subscription join(Player player, WireFormat format, EventExecutor playerLoop) {
        return members.join(player, format, playerLoop);
    }

    /** Adds a tap: headers and the group of pictures so far, then live frames. Any thread. Not counted as a player. */
    public Runnable tap(FrameTap tap, EventExecutor tapLoop) {
        return members.tap(tap, tapLoop);
    }

    /** Adds a tap that stands for players of its own, such as those of HLS: it is counted as one player, and so the stream is kept. Any thread. */
    public Runnable tapForPlayers(FrameTap tap, EventExecutor tapLoop) {
        return members.tapForPlayers(tap, tapLoop);
    }

    /** Any thread. */
    Members members() {
        return members;
    }

    /** The group of a loop that gets its first member: it starts after all that came so far. */
    LoopGroup group(EventExecutor memberLoop) {
        handOver(PulseReason.AT_ONCE);
        long now = now();
        return new LoopGroup(this, memberLoop, PooledByteBufAllocator.DEFAULT, intake.start(now), now);
    }

    /** Runs a task of a group on its loop; if that is the source's loop, too, one thing at a time. */
    void serve(Runnable task) {
        if (loop.inEventLoop()) {
            trampoline.run(task);
        } else {
            task.run();
        }
    }
}
