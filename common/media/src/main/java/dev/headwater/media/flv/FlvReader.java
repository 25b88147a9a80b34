package dev.headwater.media.flv;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * FLV to frames, from pieces of any size. Confined to the thread that calls it; holds one tag at most.
 *
 * <p>Lenient where files in the field are wrong: tags of other types are skipped, the size after a tag is not looked at,
 * and the file may end within a tag. Timestamps are handed on as read: 0 to 2^32 - 1 ms.
 */
public final class FlvReader {
    private static final int BITS_24 = 0xFF_FFFF;

    /** Room that a length alone is given; more comes as bytes do. */
    private static final int FIRST_BYTES = 64 << 10;

    private final int maxTagBytes;
    private final Consumer<MediaFrame> frames;

    private State state = State.FILE_HEADER;

    /** What {@link #state} waits for, filled from the left; grows to {@link #unitBytes}. */
    private byte[] unit = new byte[FlvFormat.HEADER_BYTES];

    private int unitBytes = FlvFormat.HEADER_BYTES;
    private int filled;

    /** Bytes to pass over before {@link #unit} is filled on. */
    private long skipBytes;

    private FrameKind kind = FrameKind.DATA;
    private long timestampMs;

    /**
     * @param maxTagBytes largest tag body to accept
     * @param frames called once per audio, video or script tag, within {@link #read}
     */
    public FlvReader(int maxTagBytes, Consumer<MediaFrame> frames) {
        this.maxTagBytes = maxTagBytes;
        this.frames = frames;
    }

    /**
     * Reads all of {@code in} and does not release it.
     *
     * @throws FlvException if this is not FLV or a tag is over the limit; nothing more can be read then
     */
    public void read(ByteBuf in) {
        while (in.isReadable()) {
            if (skipBytes > 0) {
                int skipped = (int) Math.min(skipBytes, in.readableBytes());
                in.skipBytes(skipped);
                skipBytes -= skipped;
            } else {
                int taken = Math.min(unit.length - filled, in.readableBytes());
                in.readBytes(unit, filled, taken);
                filled += taken;
                if (filled == unitBytes) {
                    next();
                } else if (filled == unit.length) {
                    unit = Arrays.copyOf(unit, Math.min(unitBytes, 2 * unit.length));
                }
            }
        }
    }

    private void next() {
        switch (state) {
            case FILE_HEADER -> fileHeader(ByteBuffer.wrap(unit));
            case TAG_HEADER -> tagHeader(ByteBuffer.wrap(unit));
            case BODY -> body(unit);
        }
    }

    private void fileHeader(ByteBuffer header) {
        int signature = header.getInt(0) >>> 8;
        if (signature != FlvFormat.SIGNATURE) {
            throw new FlvException("expected FLV (%06x), found %06x".formatted(FlvFormat.SIGNATURE, signature));
        }
        long headerBytes = Integer.toUnsignedLong(header.getInt(5));
        skipBytes = Math.max(headerBytes - FlvFormat.HEADER_BYTES, 0) + FlvFormat.PREVIOUS_TAG_SIZE_BYTES;
        await(State.TAG_HEADER, FlvFormat.TAG_HEADER_BYTES);
    }

    private void tagHeader(ByteBuffer header) {
        int type = header.get(0) & FlvFormat.TAG_TYPE_BITS;
        int bodyBytes = header.getInt(0) & BITS_24;
        int low = header.getInt(4) >>> 8;
        int high = header.get(7);
        timestampMs = Integer.toUnsignedLong(high << 24 | low);
        switch (type) {
            case FlvFormat.AUDIO_TAG -> awaitBody(FrameKind.AUDIO, bodyBytes);
            case FlvFormat.VIDEO_TAG -> awaitBody(FrameKind.VIDEO, bodyBytes);
            case FlvFormat.SCRIPT_TAG -> awaitBody(FrameKind.DATA, bodyBytes);
            default -> {
                skipBytes = (long) bodyBytes + FlvFormat.PREVIOUS_TAG_SIZE_BYTES;
                await(State.TAG_HEADER, FlvFormat.TAG_HEADER_BYTES);
            }
        }
    }

    private void awaitBody(FrameKind kind, int bodyBytes) {
        if (bodyBytes > maxTagBytes) {
            throw new FlvException("tag of %d bytes is over the limit of %d".formatted(bodyBytes, maxTagBytes));
        }
        this.kind = kind;
        await(State.BODY, bodyBytes);
        if (bodyBytes == 0) {
            next();
        }
    }

    private void body(byte[] payload) {
        skipBytes = FlvFormat.PREVIOUS_TAG_SIZE_BYTES;
        await(State.TAG_HEADER, FlvFormat.TAG_HEADER_BYTES);
        frames.accept(MediaFrame.of(kind, timestampMs, payload));
    }

    private void await(State state, int bytes) {
        this.state = state;
        unitBytes = bytes;
        unit = new byte[Math.min(bytes, FIRST_BYTES)];
        filled = 0;
    }

    private enum State {
        /** Waits for the nine bytes at the start. */
        FILE_HEADER,
        /** Waits for the eleven bytes before a body. */
        TAG_HEADER,
        /** Waits for a body of known size, the payload of a frame. */
        BODY
    }
}
