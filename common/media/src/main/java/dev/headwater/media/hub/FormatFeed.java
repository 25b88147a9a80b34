package dev.headwater.media.hub;

import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one loop sends to the players of one wire format: the batch of the moment, and, for players that join, the headers and
 * the group of pictures, encoded. Confined to its group's loop.
 */
final class FormatFeed {
    /** A group of pictures in more pieces than this is copied into one when somebody joins: fewer writes per join. */
    private static final int MAX_PIECES = 8;

    private final WireFormat format;
    private final StreamHeaders headers;
    private final GopCache gop;
    private final List<Member> members = new ArrayList<>();
    private final Deque<ByteBuf> gopPieces = new ArrayDeque<>();
    private @Nullable EncodedBatch encodedHeaders;
    private int encodedHeadersVersion = -1;

    /** Headers and group of pictures are those of the loop's group, kept up to date by it. */
    FormatFeed(WireFormat format, StreamHeaders headers, GopCache gop) {
        this.format = format;
        this.headers = headers;
        this.gop = gop;
        if (gop.isOpen()) {
            EncodedBatch soFar = EncodedBatch.of(gop.frames(), format);
            gopPieces.add(soFar.all());
            soFar.release();
        }
    }

    WireFormat format() {
        return format;
    }

    List<Member> members() {
        return members;
    }

    /** A player joins: headers, group of pictures, and from the next batch on it is live. */
    void join(Member member) {
        members.add(member);
        member.start(this, gop.isOpen());
    }

    /**
     * Sends a batch.
     *
     * @param restart index of the frame in {@code frames} with which the group of pictures began anew, or negative if it did not
     */
    void deliver(List<MediaFrame> frames, boolean video, int restart) {
        EncodedBatch batch = EncodedBatch.of(frames, format);
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).deliver(this, frames, batch, video); // may take itself out of the list
        }
        if (!gop.isOpen()) {
            releasePieces();
        } else if (restart >= 0) {
            releasePieces();
            gopPieces.add(batch.slice(restart, frames.size()));
        } else {
            gopPieces.add(batch.all());
        }
        batch.release();
    }

    /** The headers, encoded once for all who need them until they change. */
    EncodedBatch headers() {
        if (encodedHeaders == null || encodedHeadersVersion != headers.version()) {
            if (encodedHeaders != null) {
                encodedHeaders.release();
            }
            encodedHeaders = EncodedBatch.of(headers.all(), format);
            encodedHeadersVersion = headers.version();
        }
        return encodedHeaders;
    }

    List<MediaFrame> headerFrames() {
        return headers.all();
    }

    int headersVersion() {
        return headers.version();
    }

    List<MediaFrame> gopFrames() {
        return gop.frames();
    }

    /** The group of pictures in few pieces; the caller retains what it writes. */
    Iterable<ByteBuf> gopPieces() {
        if (gopPieces.size() > MAX_PIECES) {
            int size = 0;
            for (ByteBuf piece : gopPieces) {
                size += piece.readableBytes();
            }
            ByteBuf whole = PooledByteBufAllocator.DEFAULT.directBuffer(size);
            for (ByteBuf piece : gopPieces) {
                whole.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
            }
            releasePieces();
            gopPieces.add(whole);
        }
        return gopPieces;
    }

    private void releasePieces() {
        for (ByteBuf piece : gopPieces) {
            piece.release();
        }
        gopPieces.clear();
    }

    void release() {
        releasePieces();
        if (encodedHeaders != null) {
            encodedHeaders.release();
            encodedHeaders = null;
        }
    }
}
