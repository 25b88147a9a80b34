package dev.headwater.media.hub;

import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The players of one stream on one loop that share one wire format. Lives while it has players. Confined to that loop. */
final class FormatGroup {
    private static final Logger LOG = LoggerFactory.getLogger(FormatGroup.class);

    /** Where a player is behind: far above what a good line needs, far below what costs it frames. */
    private static final long BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final WireFormat format;
    private final ByteBufAllocator allocator;
    private final LiveStream stream;
    private final GopCache gop;
    private final EncodedLog log;
    private final List<PlayerSlot> players = new ArrayList<>();
    private @Nullable ByteBuf intro;
    private boolean gopEncoded;
    private boolean delivering;
    private boolean someLeft;

    /** The group of pictures is the group's, and kept up to date by it. */
    FormatGroup(WireFormat format, ByteBufAllocator allocator, LiveStream stream, GopCache gop) {
        this.format = format;
        this.allocator = allocator;
        this.stream = stream;
        this.gop = gop;
        this.log = new EncodedLog(format, allocator);
    }

    WireFormat format() {
        return format;
    }

    EncodedLog log() {
        return log;
    }

    boolean isEmpty() {
        return players.isEmpty();
    }

    // ---- players ------------------------------------------------------------------------------------------------

    /** Gives a player its place and what it starts with. */
    void join(PlayerSlot slot, LoopGroup group, long now) {
        players.add(slot);
        try {
            if (!gopEncoded) {
                log.appendGop(gop.frames());
                gopEncoded = true;
            }
            slot.start(this, group, now);
        } catch (RuntimeException e) {
            fail(slot, e);
            players.remove(slot);
        }
    }

    void remove(PlayerSlot slot) {
        if (delivering) {
            someLeft = true;
        } else {
            players.remove(slot);
        }
    }

    /** The stream is over. */
    void end(EndReason reason) {
        delivering = true;
        for (PlayerSlot slot : players) {
            try {
                slot.end(reason);
            } catch (RuntimeException e) {
                fail(slot, e);
            }
        }
        delivering = false;
        players.clear();
    }

    /** The loop is gone, and nobody is left to be told. */
    void abandon() {
        delivering = true;
        players.forEach(PlayerSlot::abandon);
        delivering = false;
        players.clear();
    }

    void release() {
        dropIntro();
        log.release();
        gopEncoded = false;
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    /**
     * Encodes a batch once and writes it to every player.
     *
     * @param gopStart index of the frame with which the group of pictures began anew, or -1
     */
    void deliver(Batch batch, int gopStart, long now) {
        delivering = true;
        long oldestNanos = 0;
        int delivered = 0;
        int behind = 0;
        try {
            encode(batch, gopStart);
            for (int i = 0; i < players.size(); i++) {
                PlayerSlot slot = players.get(i);
                if (!slot.isOver()) {
                    try {
                        long ageNanos = slot.deliver(this, batch, now);
                        oldestNanos = Math.max(oldestNanos, ageNanos);
                        behind += ageNanos < BEHIND_NANOS ? 0 : 1;
                        delivered++;
                    } catch (RuntimeException e) {
                        fail(slot, e);
                    }
                }
            }
        } catch (RuntimeException e) { // of the format: nobody here can go on
            release();
            players.forEach(slot -> fail(slot, e));
        }
        stream.settings().metrics().queueAge(oldestNanos);
        stream.settings().metrics().delivered(delivered - behind, behind);
        delivering = false;
        if (someLeft) {
            someLeft = false;
            players.removeIf(PlayerSlot::isOver);
        }
    }

    /** Who joins from now on starts without a picture. */
    void dropGop() {
        log.dropGop();
        gopEncoded = true;
        dropIntro();
    }

    private void encode(Batch batch, int gopStart) {
        log.append(batch.frames());
        if (gop.isEmpty()) {
            dropGop();
        } else if (gopStart >= 0) {
            log.startGop(gopStart);
            gopEncoded = true;
            dropIntro();
        }
    }

    /** The headers with which a player starts, encoded once for all until a group of pictures begins; empty if there are none. */
    ByteBuf intro(List<MediaFrame> headers, long atMs) {
        if (intro == null) {
            intro = encodeHeaders(headers, atMs);
        }
        return intro;
    }

    /** Headers at a position; the caller owns the buffer. */
    ByteBuf encodeHeaders(List<MediaFrame> headers, long atMs) {
        int bound = 0;
        var placed = new ArrayList<MediaFrame>(headers.size());
        for (MediaFrame header : headers) {
            MediaFrame at = StreamHeaders.at(header, atMs);
            placed.add(at);
            bound += format.encodedSize(at);
        }
        ByteBuf out = allocator.directBuffer(bound, bound);
        for (MediaFrame header : placed) {
            format.encode(header, out);
        }
        return out;
    }

    private void dropIntro() {
        if (intro != null) {
            intro.release();
            intro = null;
        }
    }

    /** A fault in one player's code must not reach the others, nor the publisher whose loop this may be. */
    private void fail(PlayerSlot slot, RuntimeException cause) {
        LOG.error("stream={} a player failed and is ended", stream.key(), cause);
        stream.settings().metrics().playerFailed();
        try {
            slot.expel(EndReason.PLAYER_FAILED);
        } catch (RuntimeException again) {
            LOG.error("stream={} a player failed at its end, too", stream.key(), again);
        }
    }
}
