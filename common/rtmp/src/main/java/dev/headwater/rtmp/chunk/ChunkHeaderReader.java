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

/** Reads the peer's chunk headers and keeps what they say, per chunk stream (RTMP 1.0, 5.3.1). */
final class ChunkHeaderReader {
    private static final int MAX_HEADER_BYTES = 3 + 11 + EXTENDED_BYTES;

    private final ChunkStreams<IncomingChunkStream> streams = new ChunkStreams<>();
    private int maxChunkStreams;
    private int maxMessageBytes;

    /** A header of which the rest has not arrived. */
    private final ByteBuf cutHeader =
            Unpooled.wrappedBuffer(new byte[MAX_HEADER_BYTES]).clear();

    ChunkHeaderReader(ChunkLimits limits) {
        maxChunkStreams = limits.maxChunkStreams();
        maxMessageBytes = limits.maxMessageBytes();
    }

    /** For messages that begin from now on, and chunk streams that are new. */
    void limits(ChunkLimits limits) {
        maxChunkStreams = limits.maxChunkStreams();
        maxMessageBytes = limits.maxMessageBytes();
    }

    /** The chunk stream with this id, if it has been used; any number may be asked for. */
    @Nullable
    IncomingChunkStream find(int id) {
        return streams.get(id);
    }

    void clear() {
        streams.clear();
        cutHeader.clear();
    }

    /**
     * Reads the next header and the beginning of a message, if it is one, into its chunk stream.
     *
     * @return null if the rest of the header has not arrived; all of {@code in} has then been taken
     */
    @Nullable
    IncomingChunkStream next(ByteBuf in) {
        if (cutHeader.isReadable()) {
            return readCutHeader(in);
        }
        IncomingChunkStream stream = readHeader(in);
        if (stream == null) {
            cutHeader.clear().writeBytes(in);
        }
        return stream;
    }

    /**
     * Where to read on behind a header: from {@code in}, but first what was kept of an earlier input in the belief
     * that it was a repeated timestamp. If anything was, {@code in} is readable too.
     */
    ByteBuf rest(ByteBuf in) {
        return cutHeader.isReadable() ? cutHeader : in;
    }

    /** Reads a header whose beginning came with an earlier input. */
    private @Nullable IncomingChunkStream readCutHeader(ByteBuf in) {
        cutHeader.discardReadBytes();
        int kept = cutHeader.readableBytes();
        int start = in.readerIndex();
        cutHeader.writeBytes(in, Math.min(cutHeader.writableBytes(), in.readableBytes()));
        IncomingChunkStream stream = readHeader(cutHeader);
        if (stream != null) {
            int size = cutHeader.readerIndex();
            in.readerIndex(start + Math.max(size - kept, 0));
            cutHeader.writerIndex(Math.max(size, kept));
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
     * Skips the extended timestamp of a message's further chunk, which some senders repeat and some leave out: only
     * the value that is due can be one, anything else is payload.
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
        if (streams.size() == maxChunkStreams) {
            throw new ProtocolException(
                    ProtocolError.TOO_MANY_CHUNK_STREAMS,
                    "chunk stream %d would be one more than %d".formatted(id, maxChunkStreams));
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
