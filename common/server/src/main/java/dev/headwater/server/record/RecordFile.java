package dev.headwater.server.record;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import dev.headwater.media.flv.FlvWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One FLV file while it is written, {@code name.flv.part}: it gets its name when it is whole. Its first frame is at 0 ms. Its methods block;
 * confined to the recording's thread.
 */
final class RecordFile {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);

    /** Room that is kept for what is gathered next; a long group of pictures at the begin may have had more. */
    private static final int ROOM_BYTES = 1 << 20;

    /** What a fault left of it is not kept if it is shorter. */
    private static final long LEAST_KEPT_MS = 1_000;

    private static final double MS_PER_SECOND = 1e3;

    private final RecordedFile begun;
    private final FileChannel channel;
    private final Path part;
    private final long zeroMs;
    private final ByteBuf gathered = Unpooled.buffer();
    private final Set<FrameKind> kinds = EnumSet.noneOf(FrameKind.class);
    private long writtenBytes;
    private long writtenMs;
    private long lastMs;
    private long durationAt = -1;
    private long fileSizeAt = -1;

    /**
     * @param begun what it will be, but for its duration and bytes
     * @param part where it is until then; {@code channel} is open there and empty
     * @param zeroMs position on the stream's timeline that is its begin
     */
    RecordFile(RecordedFile begun, Path part, FileChannel channel, long zeroMs) {
        this.begun = begun;
        this.part = part;
        this.channel = channel;
        this.zeroMs = zeroMs;
        FlvWriter.encodeHeader(true, true, gathered); // until it is known what there is
    }

    Path path() {
        return begun.path();
    }

    /** Something of that kind is in it; headers of picture and sound do not count. */
    boolean has(FrameKind kind) {
        return kinds.contains(kind);
    }

    long bytes() {
        return writtenBytes + gathered.readableBytes();
    }

    /** How long it is with a frame at this position. */
    long durationMs(MediaFrame frame) {
        return Math.max(0, frame.timestampMs() - zeroMs);
    }

    /** Gathers the frame for the next {@link #flush}; one from before the begin is at it. */
    void write(MediaFrame frame) {
        var placed = frame.at(durationMs(frame));
        if (frame.isMetadata() && durationAt < 0) {
            long payloadAt = bytes() + FlvWriter.TAG_HEADER_BYTES;
            durationAt = place(payloadAt, MetadataNumber.offset(frame, "duration"));
            fileSizeAt = place(payloadAt, MetadataNumber.offset(frame, "filesize"));
        }
        FlvWriter.encodeTag(placed, gathered);
        if (frame.isMetadata() || !StreamHeaders.isHeader(frame)) {
            kinds.add(frame.kind());
        }
        lastMs = Math.max(lastMs, placed.timestampMs());
    }

    private static long place(long payloadAt, int offset) {
        return offset < 0 ? -1 : payloadAt + offset;
    }

    /** Hands what was gathered to the disk. */
    void flush() throws IOException {
        int bytes = gathered.readableBytes();
        while (gathered.isReadable()) {
            var _ = gathered.readBytes(channel, gathered.readableBytes());
        }
        gathered.clear();
        if (gathered.capacity() > ROOM_BYTES) {
            gathered.capacity(ROOM_BYTES);
        }
        writtenBytes += bytes;
        writtenMs = lastMs;
    }

    /** It is whole and gets its name. */
    RecordedFile finish() throws IOException {
        flush();
        return complete();
    }

    /**
     * The disk takes no more of it: keeps what there is, without the tag that may be there in half. Empty if that is too little, and is
     * deleted; or if even that fails, and the part stays for the next start. Never throws.
     */
    Optional<RecordedFile> salvage() {
        try {
            channel.truncate(writtenBytes);
            if (writtenMs >= LEAST_KEPT_MS) {
                return Optional.of(complete());
            }
            channel.close();
            Files.delete(part);
        } catch (IOException e) {
            LOG.debug("{} stays as it is", part, e);
            close();
        }
        return Optional.empty();
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{} did not close", part, e);
        }
    }

    private RecordedFile complete() throws IOException {
        var header = Unpooled.buffer();
        FlvWriter.encodeHeader(has(FrameKind.AUDIO), has(FrameKind.VIDEO), header);
        put(header.nioBuffer(), 0);
        if (durationAt >= 0) {
            put(number(writtenMs / MS_PER_SECOND), durationAt);
        }
        if (fileSizeAt >= 0) {
            put(number((double) writtenBytes), fileSizeAt);
        }
        channel.force(true);
        channel.close();
        Files.move(part, begun.file()); // fails if something is there
        return new RecordedFile(
                begun.stream(), begun.epoch(), begun.folder(), begun.path(), begun.since(), writtenMs, writtenBytes);
    }

    private static ByteBuffer number(double value) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(0, value);
    }

    private void put(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
