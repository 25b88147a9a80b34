package dev.headwater.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * RTMP chunks in the plainest form (RTMP 1.0, 5.3): writes full headers only, reads every form. Written apart from the
 * product's own. The reading and the writing half share nothing, so each may have a thread of its own.
 */
final class ChunkWire {
    private static final int EXTENDED = 0xFFFFFF;

    private int writeChunkSize = 128;
    private int readChunkSize = 128;
    private final Map<Integer, Incoming> incoming = new HashMap<>();

    /** Header and payload of one chunk stream, as far as they have come. */
    private static final class Incoming {
        private long timestamp;
        private long timestampField;
        private boolean extended;
        private int length;
        private int type;
        private int streamId;
        private byte[] payload = {};
        private int filled;
        private boolean partial;
    }

    /** How finely the messages from now on are cut. */
    void writeChunkSize(int bytes) {
        writeChunkSize = bytes;
    }

    /** {@code message} as one full header and continuations on {@code chunkStreamId} (2 to 63). */
    byte[] chunksOf(int chunkStreamId, Message message) {
        byte[] payload = message.payload();
        boolean extended = message.timestampMs() >= EXTENDED;
        var out = new ByteArrayOutputStream();
        out.write(chunkStreamId);
        out.writeBytes(header(message));
        int from = 0;
        while (true) {
            if (extended) {
                out.writeBytes(ByteBuffer.allocate(4)
                        .putInt((int) message.timestampMs())
                        .array());
            }
            int bytes = Math.min(writeChunkSize, payload.length - from);
            out.write(payload, from, bytes);
            from += bytes;
            if (from >= payload.length) {
                return out.toByteArray();
            }
            out.write(0xC0 | chunkStreamId);
        }
    }

    private static byte[] header(Message message) {
        int time = (int) Math.min(message.timestampMs(), EXTENDED);
        int length = message.payload().length;
        return ByteBuffer.allocate(11)
                .putShort((short) (time >> 8))
                .put((byte) time)
                .putShort((short) (length >> 8))
                .put((byte) length)
                .put((byte) message.type())
                .putInt(Integer.reverseBytes(message.streamId()))
                .array();
    }

    /** Reads chunks until a message is whole. @throws IOException at the end of the stream */
    Message read(DataInputStream in) throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int id = switch (first & 0x3F) {
                case 0 -> 64 + in.readUnsignedByte();
                case 1 -> 64 + in.readUnsignedByte() + 256 * in.readUnsignedByte();
                default -> first & 0x3F;
            };
            var chunk = incoming.computeIfAbsent(id, key -> new Incoming());
            readHeader(in, first >> 6, chunk);
            int bytes = Math.min(readChunkSize, chunk.length - chunk.filled);
            in.readFully(chunk.payload, chunk.filled, bytes);
            chunk.filled += bytes;
            chunk.partial = chunk.filled < chunk.length;
            if (!chunk.partial) {
                var message = new Message(chunk.type, chunk.streamId, chunk.timestamp, chunk.payload);
                if (message.type() == Message.SET_CHUNK_SIZE) {
                    readChunkSize = ByteBuffer.wrap(message.payload()).getInt();
                }
                return message;
            }
        }
    }

    private static void readHeader(DataInputStream in, int form, Incoming chunk) throws IOException {
        if (form <= 2) {
            chunk.timestampField = readUnsignedMedium(in);
            chunk.extended = chunk.timestampField == EXTENDED;
        }
        if (form <= 1) {
            chunk.length = readUnsignedMedium(in);
            chunk.type = in.readUnsignedByte();
        }
        if (form == 0) {
            chunk.streamId = Integer.reverseBytes(in.readInt());
        }
        if (chunk.extended) {
            chunk.timestampField = Integer.toUnsignedLong(in.readInt());
        }
        if (chunk.partial) {
            return;
        }
        chunk.timestamp = form == 0 ? chunk.timestampField : chunk.timestamp + chunk.timestampField;
        chunk.payload = new byte[chunk.length];
        chunk.filled = 0;
    }

    private static int readUnsignedMedium(DataInputStream in) throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }
}
