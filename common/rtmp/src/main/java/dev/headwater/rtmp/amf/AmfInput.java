package dev.headwater.rtmp.amf;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The bytes of one message, every length checked against what is left before anything is made of it. Does not own them. */
final class AmfInput {
    private final ByteBuf in;
    private final int start;

    AmfInput(ByteBuf in) {
        this.in = in;
        this.start = in.readerIndex();
    }

    int remaining() {
        return in.readableBytes();
    }

    int u8(String what) {
        require(1, what);
        return in.readUnsignedByte();
    }

    int u16(String what) {
        require(2, what);
        return in.readUnsignedShort();
    }

    int i32(String what) {
        require(4, what);
        return in.readInt();
    }

    long u32(String what) {
        require(4, what);
        return in.readUnsignedInt();
    }

    double f64(String what) {
        require(8, what);
        return in.readDouble();
    }

    /** Text; bytes that are not UTF-8 become U+FFFD (see {@link Utf8}). */
    String utf8(long length, String what) {
        require(length, what);
        return in.readString((int) length, StandardCharsets.UTF_8);
    }

    byte[] bytes(long length, String what) {
        require(length, what);
        var bytes = new byte[(int) length];
        in.readBytes(bytes);
        return bytes;
    }

    /** Takes the next byte if it is {@code expected}. */
    boolean take(int expected) {
        if (in.isReadable() && in.getUnsignedByte(in.readerIndex()) == expected) {
            in.skipBytes(1);
            return true;
        }
        return false;
    }

    void skipRest() {
        in.skipBytes(in.readableBytes());
    }

    /** Refuses what cannot be whole: {@code bytes} are the least that the following takes. */
    void require(long bytes, String what) {
        if (bytes > in.readableBytes()) {
            throw bad("%s needs %d bytes, %d left".formatted(what, bytes, in.readableBytes()));
        }
    }

    ProtocolException bad(String what) {
        return new ProtocolException(
                ProtocolError.BAD_AMF, "AMF message: %s (at byte %d)".formatted(what, in.readerIndex() - start));
    }
}
