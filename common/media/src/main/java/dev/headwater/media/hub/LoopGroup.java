package dev.headwater.media.hub;

import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The players of one stream on one event loop. Confined to that loop, except for what says otherwise. */
final class LoopGroup {
    private final EventExecutor loop;
    private final LiveStream stream;
    private final ByteBufAllocator allocator;

    // ---- this group's loop ----
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>(2);
    private @Nullable LoopPulse pulse;
    private boolean held;
    private final Gap gap = new Gap(); // of what waited while this node stood still
    private long sentNanos;
    private final GopCache gop;
    private final List<FormatGroup> formatGroups = new ArrayList<>(1);
    private final List<Tap> taps = new ArrayList<>(0);
    private List<MediaFrame> headers;
    private boolean awaitKeys;
    private long positionMs;
    private long epoch;
    private boolean over;

    // ---- written on this loop, read on the source's ----
    private volatile long takenBytes;
    private volatile long takenStampNanos;

    /**
     * The stream as it is after the last batch.
     *
     * @param gop the group's own from now on
     */
    record Start(GopCache gop, List<MediaFrame> headers, boolean awaitKeys, long positionMs, long epoch) {}

    /** Called on the source's loop. */
    LoopGroup(LiveStream stream, EventExecutor loop, ByteBufAllocator allocator, Start start, long nowNanos) {
        this.stream = stream;
        this.loop = loop;
        this.allocator = allocator;
        this.gop = start.gop();
        this.headers = start.headers();
        this.awaitKeys = start.awaitKeys();
        this.positionMs = start.positionMs();
        this.epoch = start.epoch();
        this.takenStampNanos = nowNanos;
        this.sentNanos = nowNanos;
    }

    /** Any thread. */
    EventExecutor loop() {
        return loop;
    }

    /** Sum of the batches that went out. Any thread. */
    long takenBytes() {
        return takenBytes;
    }

    /** The stamp of the newest of them. Any thread. */
    long takenStampNanos() {
        return takenStampNanos;
    }

    // ---- players ------------------------------------------------------------------------------------------------

    void join(PlayerSlot slot) {
        if (!slot.isOver() && !over) {
            pulse().start(this, slot);
        }
    }

    /** It is the player's turn. */
    void start(PlayerSlot slot) {
        if (!slot.isOver() && !over) {
            long now = stream.now();
            forgetOldGop(now);
            formatGroup(slot.format()).join(slot, this, now);
        }
    }

    void join(Tap tap) {
        if (!tap.isOver() && !over) {
            forgetOldGop(stream.now());
            taps.add(tap);
            var start = new ArrayList<MediaFrame>();
            for (MediaFrame header : startHeaders()) {
                start.add(StreamHeaders.at(header, startMs()));
            }
            start.addAll(gop.frames());
            tap.frames(start, epoch, true, false);
        }
    }

    /** Where nothing has come for so long, as when this node stood still, another may send the stream by now. */
    private void forgetOldGop(long nowNanos) {
        if (nowNanos - takenStampNanos >= stream.settings().gopLifeNanos()) {
            forgetGop();
        }
    }

    private void forgetGop() {
        if (!gop.isEmpty()) {
            gop.clear();
            formatGroups.forEach(FormatGroup::dropGop);
        }
    }

    private static boolean isOld(long stampNanos, long nowNanos) {
        return nowNanos - stampNanos >= LiveStream.STOOD_STILL_NANOS;
    }

    private FormatGroup formatGroup(WireFormat format) {
        for (FormatGroup formatGroup : formatGroups) {
            if (formatGroup.format().equals(format)) {
                return formatGroup;
            }
        }
        var formatGroup = new FormatGroup(format, allocator, stream, gop);
        formatGroups.add(formatGroup);
        return formatGroup;
    }

    boolean awaitKeys() {
        return awaitKeys;
    }

    boolean hasGop() {
        return !gop.isEmpty();
    }

    /** The newest headers. */
    List<MediaFrame> headers() {
        return headers;
    }

    /** The newest position. */
    long positionMs() {
        return positionMs;
    }

    /** The headers with which the group of pictures starts; the newest if there is none. */
    List<MediaFrame> startHeaders() {
        return gop.isEmpty() ? headers : gop.headers();
    }

    /** The position of the first frame after them. */
    long startMs() {
        return gop.isEmpty() ? positionMs : gop.frames().getFirst().timestampMs();
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    private LoopPulse pulse() {
        if (pulse == null) {
            pulse = stream.hub().pulse(loop);
        }
        return pulse;
    }

    /** Takes a batch, to be sent when the loop's pulse says so. */
    void deliver(Batch batch) {
        if (over) {
            taken(batch);
        } else {
            waiting.add(batch);
            pulse().offer(this);
        }
    }

    boolean isHeld() {
        return held;
    }

    /** The loop is late, and will call {@link #send} when it is not. */
    void hold() {
        held = true;
    }

    /** When the oldest batch must leave, however late the loop. */
    long latestNanos() {
        var oldest = waiting.peekFirst();
        long since = oldest == null ? stream.now() : oldest.stampNanos();
        return since + stream.fanout().maxStretch().toNanos();
    }

    /** {@link LiveStream#serve} of its stream. */
    void serve(Runnable task) {
        stream.serve(task);
    }

    /**
     * Sends what waits: each format group encodes it once, each player gets one write and one flush.
     *
     * @param stretched whether it had to wait for the loop
     */
    void send(boolean stretched) {
        held = false;
        while (!waiting.isEmpty()) {
            long now = stream.now();
            var batch = next(now);
            if (batch == null) {
                return;
            }
            var reason = stretched ? PulseReason.STRETCH : batch.reason();
            stream.settings().metrics().pulse(reason, now - sentNanos, now - batch.sinceNanos());
            long sourceDelay = stream.sourceDelayNanos();
            if (sourceDelay >= 0) {
                stream.settings().metrics().relayDelay(sourceDelay + now - batch.sinceNanos());
            }
            sentNanos = now;
            send(batch, now);
        }
    }

    /**
     * All that waits as one batch, as far as it belongs together. What waited while this node stood still is missed, up to a batch with
     * which players can go on.
     */
    private @Nullable Batch next(long nowNanos) {
        var first = waiting.poll();
        while (first != null && (isOld(first.stampNanos(), nowNanos) || (gap.isOpen() && !first.canResume()))) {
            forgetGop();
            gap.add(first);
            taken(first);
            first = waiting.poll();
        }
        if (first == null) {
            return null;
        }
        first = gap.close(first);
        if (waiting.isEmpty() || !waiting.element().joins(first)) {
            return first;
        }
        var run = new ArrayList<Batch>(waiting.size() + 1);
        run.add(first);
        while (!waiting.isEmpty() && waiting.element().joins(first)) {
            run.add(waiting.remove());
        }
        return Batch.joined(run);
    }

    private void send(Batch batch, long now) {
        if (!over) {
            int gopStart = keep(batch);
            dropEmptyFormatGroups();
            for (int i = 0; i < formatGroups.size(); i++) {
                formatGroups.get(i).deliver(batch, gopStart, now);
            }
            for (int i = 0; i < taps.size(); i++) {
                taps.get(i).frames(batch.frames(), batch.epoch(), batch.goesOn(), batch.missed() > 0);
            }
            taps.removeIf(Tap::isOver);
        }
        taken(batch);
    }

    private void taken(Batch batch) {
        takenStampNanos = batch.stampNanos();
        long before = takenBytes;
        takenBytes = before + batch.bytes(); // no other thread writes it
    }

    /** Keeps what joining players need; the index of the frame with which the group of pictures began anew, or -1. */
    private int keep(Batch batch) {
        if (batch.breaksGop()) {
            gop.clear();
        }
        int gopStart = -1;
        List<MediaFrame> frames = batch.frames();
        for (int i = 0; i < frames.size(); i++) {
            MediaFrame frame = frames.get(i);
            if (gop.add(frame, batch.keyHeaders())) {
                gopStart = i;
            }
            if (!frame.isMetadata()) { // which may be sent at 0, whatever the time is
                positionMs = Math.max(positionMs, frame.timestampMs());
            }
        }
        headers = batch.headers();
        epoch = batch.epoch();
        awaitKeys = batch.awaitKeys();
        return gopStart;
    }

    private void dropEmptyFormatGroups() {
        for (int i = formatGroups.size() - 1; i >= 0; i--) {
            if (formatGroups.get(i).isEmpty()) {
                formatGroups.remove(i).release();
            }
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** The stream is over: what waits still goes out. */
    void end(EndReason reason) {
        send(false);
        over = true;
        for (FormatGroup formatGroup : formatGroups) {
            formatGroup.end(reason);
        }
        for (Tap tap : taps) {
            tap.end(reason);
        }
        pulse().forget(this, slot -> slot.end(reason));
        close();
    }

    /** Nobody is left here. */
    void close() {
        over = true;
        pulse().forget(this, slot -> {}); // who waits has left
        waiting.clear();
        for (FormatGroup formatGroup : formatGroups) {
            formatGroup.release();
        }
        formatGroups.clear();
        taps.clear();
        gop.clear();
    }

    /** The loop has terminated: gives back what only it could. Any thread, after the termination. */
    void abandon() {
        pulse().forget(this, PlayerSlot::abandon);
        for (FormatGroup formatGroup : formatGroups) {
            formatGroup.abandon();
        }
        taps.forEach(Tap::abandon);
        close();
    }
}
