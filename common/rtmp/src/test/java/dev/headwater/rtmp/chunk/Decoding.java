package dev.headwater.rtmp.chunk;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A decoder, what came out of it, and how it ended. Applies Set Chunk Size and Abort as a session does. */
final class Decoding {
    static final ChunkLimits LIMITS = new ChunkLimits(8 << 20, 64, 16 << 20);

    final ChunkDecoder decoder;
    final List<Message> messages = new ArrayList<>();
    Optional<ProtocolError> error = Optional.empty();

    Decoding() {
        this(LIMITS);
    }

    Decoding(ChunkLimits limits) {
        decoder = new ChunkDecoder(limits);
    }

    Decoding feed(String hex) {
        return feed(bytes(hex));
    }

    /** Bytes of hex, in which spaces mean nothing. */
    static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    Decoding feed(ByteBuf in) {
        if (error.isPresent()) {
            return this;
        }
        try {
            decoder.decode(in, this::take);
        } catch (ProtocolException e) {
            error = Optional.of(e.error());
        }
        return this;
    }

    /** Feeds pieces of {@code bytesAtOnce}, each in a buffer that is gone afterwards. */
    Decoding feedCut(byte[] wire, int bytesAtOnce) {
        for (int at = 0; at < wire.length; at += bytesAtOnce) {
            feed(Unpooled.copiedBuffer(wire, at, Math.min(bytesAtOnce, wire.length - at)));
        }
        return this;
    }

    private void take(int typeId, int streamId, int timestamp, byte[] payload) {
        messages.add(Message.of(typeId, streamId, timestamp, payload));
        if (payload.length >= 4) {
            int value = Unpooled.wrappedBuffer(payload).readInt();
            switch (typeId) {
                case 1 -> decoder.chunkSize(value);
                case 2 -> decoder.abort(value);
                default -> {} // no business of this layer
            }
        }
    }
}
