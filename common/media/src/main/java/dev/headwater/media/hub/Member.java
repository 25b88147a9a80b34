package dev.headwater.media.hub;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One player in a stream: what it wants, whether it keeps up. The usual batch leaves as one write and one flush; only who
 * filters, waits for a key frame or fell behind is looked at frame by frame. Confined to the player's loop.
 */
final class Member implements LiveStream.Subscription {
    private final LiveStream stream;
    private final Player player;
    private final WireFormat format;
    private final HubMetrics metrics;
    private final Backlog backlog;
    private @Nullable LoopGroup group;
    private @Nullable FormatFeed feed;
    private boolean audio = true;
    private boolean video = true;
    private boolean awaitingKeyFrame;
    private boolean behind;
    private boolean left;
    private int headersVersion;
    private long writtenBytes;
    private long droppedFrames;

    Member(LiveStream stream, Player player, WireFormat format, HubSettings settings) {
        this.stream = stream;
        this.player = player;
        this.format = format;
        this.metrics = settings.metrics();
        this.backlog = new Backlog(settings);
    }

    WireFormat format() {
        return format;
    }

    boolean left() {
        return left;
    }

    void joined(LoopGroup group) {
        this.group = group;
    }

    // ---- sending ------------------------------------------------------------------------------------------------

    /** First bytes: headers, then the group of pictures if there is one; else video waits for its key frame. */
    void start(FormatFeed feed, boolean gopOpen) {
        this.feed = feed;
        sendHeaders(feed);
        if (gopOpen && audio && video) {
            for (ByteBuf piece : feed.gopPieces()) {
                write(piece.retainedDuplicate());
            }
        } else {
            awaitingKeyFrame = true;
        }
        player.flush();
    }

    private void sendHeaders(FormatFeed feed) {
        headersVersion = feed.headersVersion();
        List<MediaFrame> frames = feed.headerFrames();
        if (frames.isEmpty()) {
            return;
        }
        if (audio && video) {
            write(feed.headers().all());
        } else {
            sendWanted(frames, feed.headers());
        }
    }

    void deliver(FormatFeed feed, List<MediaFrame> frames, EncodedBatch batch, boolean videoInBatch) {
        switch (backlog.measure(writtenBytes, player.pendingBytes())) {
            case STUCK -> {
                end(EndReason.PLAYER_STUCK);
                return;
            }
            case OVER -> behind = true;
            case UNDER -> {}
            case DRAINED -> {
                if (behind) {
                    catchUp(feed, frames, batch);
                    return;
                }
            }
        }
        if (behind) {
            drop(frames.size());
            return;
        }
        headersVersion = feed.headersVersion();
        if (audio && video && !(awaitingKeyFrame && videoInBatch)) {
            write(batch.all());
        } else {
            sendWanted(frames, batch);
        }
        player.flush();
    }

    /** The queue has drained: goes on at a key frame, or at once where there is no video, with the newest headers before. */
    private void catchUp(FormatFeed feed, List<MediaFrame> frames, EncodedBatch batch) {
        int from = resumeAt(feed, frames);
        drop(from < 0 ? frames.size() : from);
        if (from < 0) {
            return;
        }
        behind = false;
        awaitingKeyFrame = false;
        if (headersVersion != feed.headersVersion()) {
            sendHeaders(feed);
        }
        if (audio && video) {
            write(batch.slice(from, frames.size()));
        } else {
            sendWanted(frames.subList(from, frames.size()), batch, from);
        }
        player.flush();
    }

    private int resumeAt(FormatFeed feed, List<MediaFrame> frames) {
        if (!video || !hasVideo(feed)) {
            return 0;
        }
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).isKeyFrame()) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hasVideo(FormatFeed feed) {
        List<MediaFrame> headers = feed.headerFrames();
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).kind() == FrameKind.VIDEO) {
                return true;
            }
        }
        List<MediaFrame> gop = feed.gopFrames();
        return !gop.isEmpty();
    }

    private void sendWanted(List<MediaFrame> frames, EncodedBatch encoded) {
        sendWanted(frames, encoded, 0);
    }

    /** Writes the runs of frames that the player wants; {@code offset} is the place of the first in {@code encoded}. */
    private void sendWanted(List<MediaFrame> frames, EncodedBatch encoded, int offset) {
        int runStart = -1;
        for (int i = 0; i < frames.size(); i++) {
            if (wants(frames.get(i))) {
                if (runStart < 0) {
                    runStart = i;
                }
            } else if (runStart >= 0) {
                write(encoded.slice(offset + runStart, offset + i));
                runStart = -1;
            }
        }
        if (runStart >= 0) {
            write(encoded.slice(offset + runStart, offset + frames.size()));
        }
    }

    private boolean wants(MediaFrame frame) {
        return switch (frame.kind()) {
            case AUDIO -> audio;
            case DATA -> audio || video;
            case VIDEO -> {
                if (video && awaitingKeyFrame && frame.isKeyFrame()) {
                    awaitingKeyFrame = false;
                }
                yield video && (!awaitingKeyFrame || frame.isSequenceHeader() || frame.isVideoMetadata());
            }
        };
    }

    private void write(ByteBuf bytes) {
        writtenBytes += bytes.readableBytes();
        player.write(bytes);
    }

    private void drop(int frames) {
        droppedFrames += frames;
        metrics.dropped(frames);
    }

    // ---- the player's wishes ------------------------------------------------------------------------------------

    @Override
    public void want(boolean audioNow, boolean videoNow) {
        boolean headersMissed = (audioNow && !audio) || (videoNow && !video);
        if (videoNow && !video) {
            awaitingKeyFrame = true;
        }
        audio = audioNow;
        video = videoNow;
        if (headersMissed && feed != null && !left) {
            sendHeaders(feed);
            player.flush();
        }
    }

    @Override
    public void leave() {
        if (!left) {
            left = true;
            if (group != null) {
                group.leave(this);
            }
            stream.playersChanged(-1);
        }
    }

    /** The stream is over for this player. */
    void end(EndReason reason) {
        if (!left) {
            leave();
            player.ended(reason);
        }
    }

    @Override
    public long sentBytes() {
        return writtenBytes;
    }

    @Override
    public long droppedFrames() {
        return droppedFrames;
    }
}
