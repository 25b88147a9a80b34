package dev.headwater.media.hub;

import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A player's place in a stream: what it wants, whether it keeps up, and what it has missed. Confined to the player's loop.
 *
 * <p>Bytes go straight to the connection's own queue, as references to buffers that all players share. Over the bound the rest
 * of the group of pictures is dropped, and all that follow until the queue is half empty again and a key frame comes.
 */
final class PlayerSlot implements LiveStream.Subscription {
    private final LiveStream stream;
    private final Player player;
    private final WireFormat format;
    private final EventExecutor loop;
    private final HubMetrics metrics;
    private final QueueGauge gauge;

    private @Nullable FormatGroup formatGroup;
    private boolean over;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private boolean waitsForKey;
    private @Nullable SlowReason slow;
    private boolean missedHeaders;
    private long sentBytes;
    private long droppedFrames;

    PlayerSlot(LiveStream stream, Player player, WireFormat format, EventExecutor loop) {
        this.stream = stream;
        this.player = player;
        this.format = format;
        this.loop = loop;
        this.metrics = stream.settings().metrics();
        this.gauge = new QueueGauge(stream.settings());
    }

    WireFormat format() {
        return format;
    }

    EventExecutor loop() {
        return loop;
    }

    boolean isOver() {
        return over;
    }

    // ---- the player's side --------------------------------------------------------------------------------------

    @Override
    public void leave() {
        if (!over) {
            finish();
            stream.members().left(loop);
        }
    }

    @Override
    public void want(boolean audio, boolean video) {
        waitsForKey |= video && !wantsVideo;
        wantsAudio = audio;
        wantsVideo = video;
    }

    @Override
    public long sentBytes() {
        return sentBytes;
    }

    @Override
    public long droppedFrames() {
        return droppedFrames;
    }

    // ---- the stream's side --------------------------------------------------------------------------------------

    /** The stream is over. */
    void end(EndReason reason) {
        if (!over) {
            finish();
            player.ended(reason);
        }
    }

    /** The stream goes on, without this player. */
    void expel(EndReason reason) {
        if (!over) {
            finish();
            stream.members().left(loop);
            player.ended(reason);
        }
    }

    /** The player's loop is gone. */
    void abandon() {
        if (!over) {
            finish();
        }
    }

    private void finish() {
        over = true;
        stream.members().playerOver();
        if (formatGroup != null) {
            formatGroup.remove(this);
        }
    }

    /** Takes the place in a format group and writes what a player starts with: headers, then the group of pictures if there is one. */
    void start(FormatGroup formatGroup, LoopGroup group, long now) {
        this.formatGroup = formatGroup;
        gauge.start(now);
        boolean startsWithGop = group.hasGop() && wantsAll();
        waitsForKey = !startsWithGop;
        if (isPaused()) {
            missedHeaders = true;
            return;
        }
        long before = player.pendingBytes();
        if (startsWithGop || !group.hasGop()) {
            ByteBuf intro = formatGroup.intro(group.startHeaders(), group.startMs());
            if (intro.isReadable()) {
                write(intro.retainedDuplicate());
            }
        } else {
            writeHeaders(formatGroup, group.headers(), group.positionMs());
        }
        if (startsWithGop) {
            formatGroup.log().gop(this::write);
        }
        if (sentBytes > 0) {
            gauge.wrote(before, player.pendingBytes(), sentBytes, now);
            gauge.burst(TimeUnit.MILLISECONDS.toNanos(startsWithGop ? group.positionMs() - group.startMs() : 0));
            player.flush();
        }
    }

    /**
     * Writes what this player gets of its format group's last batch, and flushes once.
     *
     * @return how long the oldest byte of its queue had waited by then, in nanoseconds
     */
    long deliver(FormatGroup formatGroup, Batch batch, long now) {
        long pending = player.pendingBytes();
        long queueAgeNanos = gauge.ageNanos(pending, now);
        write(formatGroup, batch, pending, now);
        return queueAgeNanos;
    }

    private void write(FormatGroup formatGroup, Batch batch, long pending, long now) {
        if (gauge.isStuck(pending, now)) {
            expel(EndReason.PLAYER_STUCK);
            return;
        }
        countDropped(SlowReason.LOOP_LATE, batch.missed());
        if (isPaused()) {
            missedHeaders |= batch.bringsHeaders();
            return;
        }
        int from = 0;
        long inKernel = pending == 0 ? 0 : player.kernelBytes();
        var reason =
                slow == null ? gauge.over(pending, inKernel, formatGroup.log().batchBytes(), now) : slow;
        if (reason != null) {
            from = gauge.isShort(pending, inKernel, now) ? resumeAt(batch) : -1;
            tell(from < 0 ? reason : null, pending, now);
            countDropped(reason, from < 0 ? batch.frames().size() : from);
            missedHeaders |= batch.bringsHeaders() && from != 0;
            if (from < 0) {
                return;
            }
            waitsForKey &= !wantsVideo;
        }
        long before = sentBytes;
        if (missedHeaders) {
            missedHeaders = false;
            var headers = from > 0 ? batch.keyHeaders() : batch.headers();
            writeHeaders(formatGroup, headers, batch.frames().get(from).timestampMs());
        }
        if (wantsAll() && !waitsForKey) {
            write(formatGroup.log().slice(from, batch.frames().size()));
        } else {
            writeSelected(formatGroup, batch, from);
        }
        if (sentBytes != before) {
            gauge.wrote(pending, player.pendingBytes(), sentBytes - before, now);
            player.flush();
        }
    }

    private void tell(@Nullable SlowReason now, long pending, long nowNanos) {
        if (slow == null && now != null) {
            player.fellBehind(now, pending, gauge.ageNanos(pending, nowNanos));
        } else if (slow != null && now == null) {
            player.caughtUp(droppedFrames);
        }
        slow = now;
    }

    // ---- what goes out ------------------------------------------------------------------------------------------

    private boolean isPaused() {
        return !wantsAudio && !wantsVideo;
    }

    private boolean wantsAll() {
        return wantsAudio && wantsVideo;
    }

    /** Where in a batch a player that was behind goes on: at a key frame if they come, or -1. */
    private int resumeAt(Batch batch) {
        return wantsVideo && format.hasVideo() && batch.awaitKeys() ? batch.keyIndex() : 0;
    }

    private void writeHeaders(FormatGroup formatGroup, List<MediaFrame> headers, long atMs) {
        ByteBuf encoded = formatGroup.encodeHeaders(headers, atMs);
        if (encoded.isReadable()) {
            write(encoded);
        } else {
            encoded.release();
        }
    }

    /** Writes the runs of frames that the player wants. */
    private void writeSelected(FormatGroup formatGroup, Batch batch, int from) {
        List<MediaFrame> frames = batch.frames();
        int start = -1;
        for (int i = from; i < frames.size(); i++) {
            if (passes(frames.get(i), batch.awaitKeys())) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                write(formatGroup.log().slice(start, i));
                start = -1;
            }
        }
        if (start >= 0) {
            write(formatGroup.log().slice(start, frames.size()));
        }
    }

    private boolean passes(MediaFrame frame, boolean awaitKeys) {
        if (StreamHeaders.isHeader(frame)) {
            return true;
        }
        return switch (frame.kind()) {
            case DATA -> true;
            case AUDIO -> wantsAudio;
            case VIDEO -> {
                if (wantsVideo && waitsForKey && (GopCache.isKeyFrame(frame) || !awaitKeys)) {
                    waitsForKey = false;
                }
                yield wantsVideo && !waitsForKey;
            }
        };
    }

    /** In pieces that a connection can count: Netty's pending bytes shrink only when a whole piece has left. */
    private void write(ByteBuf bytes) {
        sentBytes += bytes.readableBytes();
        while (bytes.readableBytes() > EncodedLog.MAX_BUFFER_BYTES) {
            player.write(bytes.readRetainedSlice(EncodedLog.MAX_BUFFER_BYTES));
        }
        player.write(bytes);
    }

    private void countDropped(SlowReason reason, int frames) {
        if (frames > 0) {
            droppedFrames += frames;
            metrics.dropped(reason, frames);
        }
    }
}
