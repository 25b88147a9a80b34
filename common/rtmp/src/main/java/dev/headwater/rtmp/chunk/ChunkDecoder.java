package dev.headwater.rtmp.chunk;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Puts the peer's chunks together to whole messages (RTMP 1.0, 5.3). Confined to the connection's event loop.
 *
 * <p>The result does not depend on how the bytes are cut. Payload is copied once, from the input to an array of its
 * own on the heap, except where a message is spread over several reads and its array has to grow. Nothing here is
 * reference counted.
 *
 * <p>Control messages are messages like any other: whoever takes them applies Set Chunk Size and Abort by calling
 * {@link #chunkSize} and {@link #abort} from inside the sink, and so before the next chunk is looked at.
 */
public final class ChunkDecoder {
    /**
     * For how much payload that can be seen to have arrived, of all messages on their way, room is made before it is
     * read, in bytes. It may yet be of other messages.
     */
    private static final int MAX_READ_AHEAD = 512 << 10;

    private final ChunkHeaderReader headers;
    private int maxPartialBytes;
    private int chunkSize = ChunkSize.INITIAL;
    private int partialBytes;
    private int unfilledBytes;
    private long chunks;
    private boolean closed;

    /** Whose chunk is being read, and how much of its payload is to come. */
    private @Nullable IncomingChunkStream current;

    private int chunkLeft;

    public ChunkDecoder(ChunkLimits limits) {
        headers = new ChunkHeaderReader(limits);
        maxPartialBytes = limits.maxPartialBytes();
    }

    /**
     * Consumes every readable byte of {@code in}, a cut header included, and hands over each message as it becomes
     * whole. The sink may call {@link #chunkSize}, {@link #abort}, {@link #limits} and {@link #close}.
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
            readPayload(stream, headers.rest(in));
            current = chunkLeft > 0 ? stream : null;
            if (current == null && stream.whole()) {
                partialBytes -= stream.received();
                sink.message(stream.typeId(), stream.streamId(), stream.timestamp(), stream.take());
            }
        }
        in.skipBytes(in.readableBytes());
    }

    /**
     * Sets how long the peer's chunks are from the next one on, also those of messages that are on their way (RTMP
     * 1.0, 5.4.1).
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
        chunkSize = bytes;
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
        IncomingChunkStream stream = headers.find(csid);
        if (stream != null) {
            partialBytes -= stream.received();
            unfilledBytes -= stream.unfilled();
            stream.drop();
        }
    }

    /** Changes the limits for messages that begin from now on, as when a peer has been authorised. */
    public void limits(ChunkLimits limits) {
        headers.limits(limits);
        maxPartialBytes = limits.maxPartialBytes();
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
        headers.clear();
        current = null;
    }

    private @Nullable IncomingChunkStream nextChunk(ByteBuf in) {
        IncomingChunkStream stream = headers.next(in);
        if (stream != null) {
            chunks++;
            chunkLeft = Math.min(chunkSize, stream.length() - stream.received());
        }
        return stream;
    }

    /** Payload is charged as it arrives, that of a message in one chunk too, so that cutting it changes nothing. */
    private void readPayload(IncomingChunkStream stream, ByteBuf in) {
        int count = Math.min(chunkLeft, in.readableBytes());
        if (count > maxPartialBytes - partialBytes) {
            throw new ProtocolException(
                    ProtocolError.TOO_MUCH_PARTIAL_DATA,
                    "unfinished messages have more than %d bytes in all".formatted(maxPartialBytes));
        }
        partialBytes += count;
        unfilledBytes -= stream.unfilled();
        stream.append(in, count, Math.min(in.readableBytes(), MAX_READ_AHEAD - unfilledBytes));
        unfilledBytes += stream.unfilled();
        chunkLeft -= count;
    }
}
