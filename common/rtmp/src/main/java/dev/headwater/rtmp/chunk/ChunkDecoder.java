package dev.headwater.rtmp.chunk;

import static dev.headwater.rtmp.chunk.MessageHeader.EXTENDED;
import static dev.headwater.rtmp.chunk.MessageHeader.EXTENDED_BYTES;
import static dev.headwater.rtmp.chunk.MessageHeader.FULL;
import static dev.headwater.rtmp.chunk.MessageHeader.NOTHING_NEW;
import static dev.headwater.rtmp.chunk.MessageHeader.SAME_LENGTH;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Puts the peer's chunks together to whole messages (RTMP 1.0, 5.3). Confined to the connection's event loop.
 *
 * <p>The result does not depend on how the bytes are cut. Payload is copied once, from the input to an array of its own
 * on the heap, except where a message is spread over several reads and its array has to grow. Nothing here is reference
 * counted.
 *
 * <p>Control messages are messages like any other: whoever takes them applies Set Chunk Size and Abort by calling
 * {@link #chunkSize} and {@link #abort} from inside the sink, and so before the next chunk is looked at.
 */
public final class ChunkDecoder {
    private static final int MAX_HEADER_BYTES = 3 + 11 + EXTENDED_BYTES;

    private final ChunkLimits limits;
    private final ChunkStreams<IncomingChunkStream> streams = new ChunkStreams<>();

    /** A header of which the rest has not arrived. */
    private final ByteBuf cutHeader =
            Unpooled.wrappedBuffer(new byte[MAX_HEADER_BYTES]).clear();

    private int chunkSize = ChunkSize.INITIAL;
    private int maxMessageBytes;
    private long partialBytes;
    private long chunks;
    private boolean closed;

    /** The chunk being read, and how much of its payload is to come. */
    private @Nullable IncomingChunkStream current;

    private int chunkLeft;

    public ChunkDecoder(ChunkLimits limits) {
        this.limits = limits;
        maxMessageBytes = limits.maxMessageBytes();
    }

    /**
     * Consumes every readable byte of {@code in}, a cut header included, and hands over each message as it becomes whole.
     * The sink may call {@link #chunkSize}, {@link #abort}, {@link #maxMessageBytes} and {@link #close}.
     *
     * @param in not released, and not kept
     * @throws ProtocolException the peer broke the protocol or a limit; this decoder is then of no more use
     */
    public void decode(ByteBuf in, RawMessageSink sink) {
        while (!closed && in.isReadable()) {
            IncomingChunkStream stream = current != null ? current : nextChunk(in);
            if (stream == null) {
                return;
            }
            readPayload(stream, in);
            if (chunkLeft > 0) {
                current = stream;
                return;
            }
            current = null;
            if (stream.whole()) {
                partialBytes -= stream.received();
                sink.message(stream.typeId(), stream.streamId(), stream.timestamp(), stream.take());
            }
        }
        if (closed) {
            in.skipBytes(in.readableBytes());
        }
    }

    /**
     * Sets how long the peer's chunks are from the next one on, also those of messages that are on their way (RTMP 1.0,
     * 5.4.1).
     *
     * @param bytes as sent by the peer; more than the longest message means no more than that
     * @throws ProtocolException BAD_CHUNK_SIZE if {@code bytes} is 0 or has its top bit set
     */
    public void chunkSize(int bytes) {
        if (bytes <= 0) {
            throw new ProtocolException(
                    ProtocolError.BAD_CHUNK_SIZE,
                    "chunk size %d is not in 1 to 2147483647".formatted(Integer.toUnsignedLong(bytes)));
        }
        chunkSize = Math.min(bytes, ChunkSize.MAX);
    }

    /**
     * Drops what has arrived of a message (RTMP 1.0, 5.4.2). The chunk stream's header stays, for later chunks lean on
     * it; a chunk stream that is unknown or has no message on its way is left alone.
     *
     * @param csid as sent by the peer
     */
    public void abort(int csid) {
        if (current != null) {
            throw new IllegalStateException("abort in the middle of a chunk: call it from inside the sink");
        }
        IncomingChunkStream stream = streams.get(csid);
        if (stream != null) {
            partialBytes -= stream.received();
            stream.drop();
        }
    }

    /** Changes the limit on the length of messages that begin from now on, as when a peer has been authorised. */
    public void maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
    }

    /**
     * Chunks begun so far. A peer may choose chunks of one byte, so this and not the byte count is the work that it
     * causes; the connection reads slower when it grows too fast.
     */
    public long chunks() {
        return chunks;
    }

    /** Forgets all messages on their way. Idempotent; later input is skipped. */
    public void close() {
        closed = true;
        streams.clear();
        current = null;
        partialBytes = 0;
    }

    private void readPayload(IncomingChunkStream stream, ByteBuf in) {
        int count = Math.min(chunkLeft, in.readableBytes());
        if (count == 0) {
            return;
        }
        partialBytes += count;
        if (partialBytes > limits.maxPartialBytes()) {
            throw new ProtocolException(
                    ProtocolError.TOO_MUCH_PARTIAL_DATA,
                    "unfinished messages of more than %d bytes in all".formatted(limits.maxPartialBytes()));
        }
        stream.append(in, count);
        chunkLeft -= count;
    }

    /** The chunk stream of the chunk whose header comes next, or null if the header's rest has not arrived. */
    private @Nullable IncomingChunkStream nextChunk(ByteBuf in) {
        IncomingChunkStream stream = cutHeader.isReadable() ? readCutHeader(in) : readHeader(in);
        if (stream == null) {
            cutHeader.writeBytes(in);
            return null;
        }
        chunks++;
        chunkLeft = Math.min(chunkSize, stream.length() - stream.received());
        return stream;
    }

    /** Reads a header whose beginning came with an earlier input. */
    private @Nullable IncomingChunkStream readCutHeader(ByteBuf in) {
        int start = in.readerIndex();
        int kept = cutHeader.readableBytes();
        cutHeader.writeBytes(in, Math.min(cutHeader.writableBytes(), in.readableBytes()));
        IncomingChunkStream stream = readHeader(cutHeader);
        if (stream != null) {
            in.readerIndex(start + cutHeader.readerIndex() - kept);
            cutHeader.clear();
        }
        return stream;
    }

    /** Reads a header; null, and nothing consumed, if {@code in} ends before the header does. */
    private @Nullable IncomingChunkStream readHeader(ByteBuf in) {
        int start = in.readerIndex();
        int first = in.readByte();
        int format = BasicHeader.format(first);
        IncomingChunkStream stream = null;
        if (in.readableBytes() >= BasicHeader.sizeOf(first) - 1 + MessageHeader.size(format)) {
            int id = BasicHeader.readId(first, in);
            stream = format == NOTHING_NEW ? readNothingNew(id, in) : readFields(format, id, in);
        }
        if (stream == null) {
            in.readerIndex(start);
        }
        return stream;
    }

    /** Reads the rest of a header of format 0, 1 or 2; null if its extended timestamp has not arrived. */
    private @Nullable IncomingChunkStream readFields(int format, int id, ByteBuf in) {
        IncomingChunkStream stream = streams.get(id);
        if (stream == null) {
            stream = open(id, format);
        }
        int field = in.readUnsignedMedium();
        int length = format == SAME_LENGTH ? stream.length() : in.readUnsignedMedium();
        int typeId = format == SAME_LENGTH ? stream.typeId() : in.readUnsignedByte();
        int streamId = format == FULL ? in.readIntLE() : stream.streamId();
        boolean extended = field == EXTENDED;
        if (extended && in.readableBytes() < EXTENDED_BYTES) {
            return null;
        }
        int time = extended ? in.readInt() : field;
        stream.keepRawTime(time, extended);
        if (stream.unfinished()) {
            checkSameLength(id, stream.length(), length);
            return stream;
        }
        checkLength(id, length);
        if (format == FULL) {
            stream.beginAt(time, length, typeId, streamId);
        } else {
            stream.beginAfter(time, length, typeId);
        }
        return stream;
    }

    /** Reads the rest of a header of format 3; null if it cannot be told yet whether that has an extended timestamp. */
    private @Nullable IncomingChunkStream readNothingNew(int id, ByteBuf in) {
        IncomingChunkStream stream = streams.get(id);
        if (stream == null) {
            throw unknownStream(id, NOTHING_NEW);
        }
        if (stream.unfinished()) {
            return !stream.extended() || skipRepeatedTime(stream.rawTime(), in) ? stream : null;
        }
        checkLength(id, stream.length());
        if (!stream.extended()) {
            stream.beginAlike();
            return stream;
        }
        if (in.readableBytes() < EXTENDED_BYTES) {
            return null;
        }
        stream.beginAlike(in.readInt());
        return stream;
    }

    /**
     * Skips the extended timestamp of a message's further chunk, which some senders repeat and some leave out: only the
     * value that is due can be one, anything else is payload.
     *
     * @return false if what has arrived is the beginning of that value, and so could be either
     */
    private static boolean skipRepeatedTime(int time, ByteBuf in) {
        int at = in.readerIndex();
        for (int i = 0; i < EXTENDED_BYTES; i++) {
            if (i == in.readableBytes()) {
                return false;
            }
            if (in.getByte(at + i) != (byte) (time >> (24 - 8 * i))) {
                return true;
            }
        }
        in.skipBytes(EXTENDED_BYTES);
        return true;
    }

    /** A first header of format 1 is taken, as librtmp sends one: message stream 0, time counted from 0. */
    private IncomingChunkStream open(int id, int format) {
        if (format == SAME_LENGTH) {
            throw unknownStream(id, format);
        }
        if (streams.size() == limits.maxChunkStreams()) {
            throw new ProtocolException(
                    ProtocolError.TOO_MANY_CHUNK_STREAMS,
                    "chunk stream %d would be one more than %d".formatted(id, limits.maxChunkStreams()));
        }
        IncomingChunkStream stream = new IncomingChunkStream();
        streams.put(id, stream);
        return stream;
    }

    private static ProtocolException unknownStream(int id, int format) {
        return new ProtocolException(
                ProtocolError.BAD_CHUNK,
                "chunk stream %d begins with a header of format %d, expected 0 or 1".formatted(id, format));
    }

    private void checkLength(int id, int length) {
        if (length > maxMessageBytes) {
            throw new ProtocolException(
                    ProtocolError.MESSAGE_TOO_LARGE,
                    "message of %d bytes on chunk stream %d is over the limit of %d"
                            .formatted(length, id, maxMessageBytes));
        }
    }

    /** A header in the middle of a message may repeat what the first one said; the first one stays in force. */
    private static void checkSameLength(int id, int expected, int found) {
        if (found != expected) {
            throw new ProtocolException(
                    ProtocolError.BAD_CHUNK,
                    "length of an unfinished message on chunk stream %d changes from %d to %d"
                            .formatted(id, expected, found));
        }
    }
}
