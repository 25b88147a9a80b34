package dev.headwater.rtmp.handshake;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;

/** The one byte of C0 and S0 (RTMP 1.0, 5.2.2). */
final class HandshakeVersion {
    static final int PLAIN = 3;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int FIRST_PRINTABLE = 32;

    private HandshakeVersion() {}

    /**
     * Reads the peer's version byte.
     *
     * @throws ProtocolException NOT_RTMP if it is the first byte of another protocol, BAD_VERSION if it is any other
     *     than 3. The specification lets a server answer 3 to an unknown version; a peer that means what it says would
     *     not understand us.
     */
    static void read(ByteBuf in) {
        int version = in.readUnsignedByte();
        if (version == PLAIN) {
            return;
        }
        if (version >= FIRST_PRINTABLE || version == TLS_HANDSHAKE) {
            throw new ProtocolException(
                    ProtocolError.NOT_RTMP, "first byte is 0x%02x, expected RTMP version 0x03".formatted(version));
        }
        String meaning = version == 6 || version == 8 || version == 9 ? "RTMPE, which is not supported" : "unknown";
        throw new ProtocolException(
                ProtocolError.BAD_VERSION, "RTMP version %d is %s, expected 3".formatted(version, meaning));
    }
}
