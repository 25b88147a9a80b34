package dev.headwater.server.flv;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** What stands around a piece of a stream on the wire, the same for every player. */
enum Framing {
    /** Nothing: HTTP/1.0, which ends by closing, and HTTP/2, which has frames of its own. */
    RAW(0) {
        @Override
        void begin(int bytes, ByteBuf out) {}

        @Override
        void end(ByteBuf out) {}
    },

    /** One chunk (RFC 9112, 7.1). */
    CHUNKED(8 + 2 + 2) {
        @Override
        void begin(int bytes, ByteBuf out) {
            ByteBufUtil.writeAscii(out, Integer.toHexString(bytes));
            end(out);
        }

        @Override
        void end(ByteBuf out) {
            out.writeShort(CR_LF);
        }
    },

    /** One binary message in one frame without a mask, as servers write it (RFC 6455, 5.2). */
    WEB_SOCKET(10) {
        @Override
        void begin(int bytes, ByteBuf out) {
            out.writeByte(FIN_BINARY);
            if (bytes < LENGTH_16) {
                out.writeByte(bytes);
            } else if (bytes <= 0xFFFF) {
                out.writeByte(LENGTH_16).writeShort(bytes);
            } else {
                out.writeByte(LENGTH_64).writeLong(bytes);
            }
        }

        @Override
        void end(ByteBuf out) {}
    };

    private static final int CR_LF = '\r' << 8 | '\n';
    private static final int FIN_BINARY = 0x82;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final int maxBytes;

    Framing(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Most that it adds to a piece. */
    int maxBytes() {
        return maxBytes;
    }

    /** Before a piece of so many bytes. */
    abstract void begin(int bytes, ByteBuf out);

    /** Behind it. */
    abstract void end(ByteBuf out);
}
