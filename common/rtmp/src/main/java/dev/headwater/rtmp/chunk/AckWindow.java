package dev.headwater.rtmp.chunk;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;

/**
 * Says when we owe the peer an Acknowledgement (RTMP 1.0, 5.4.3). Confined to the connection's event loop.
 *
 * <p>A peer that announces no window is acknowledged too, every 2,500,000 bytes, since some stall without it. One that
 * does is acknowledged at half of it, as SRS and ffmpeg do, and so never comes near its limit.
 */
public final class AckWindow {
    private static final int UNANNOUNCED_BYTES = 2_500_000;

    /** A smaller window would cost an Acknowledgement for nearly every message. */
    private static final int MIN_BYTES = 32 << 10;

    private int bytesPerAcknowledgement = UNANNOUNCED_BYTES;
    private long received;
    private long acknowledged;

    /**
     * Sets how many bytes the peer sends at most before it waits for an Acknowledgement (RTMP 1.0, 5.4.4).
     *
     * @param bytes window in bytes, as sent by the peer; one under 32 KiB counts as 32 KiB
     * @throws ProtocolException BAD_ACK_WINDOW if {@code bytes} has its top bit set
     */
    public void resize(int bytes) {
        if (bytes < 0) {
            throw new ProtocolException(
                    ProtocolError.BAD_ACK_WINDOW,
                    "acknowledgement window of %d bytes is over 2147483647".formatted(Integer.toUnsignedLong(bytes)));
        }
        bytesPerAcknowledgement = Math.max(bytes, MIN_BYTES) / 2;
    }

    /** Counts bytes of the chunk stream, headers included, from the first one after the handshake. */
    public void received(int bytes) {
        received += bytes;
    }

    /** Bytes counted so far. */
    public long received() {
        return received;
    }

    /** True if an Acknowledgement is due. */
    public boolean owed() {
        return received - acknowledged >= bytesPerAcknowledgement;
    }

    /**
     * Settles what is owed.
     *
     * @return sequence number for the Acknowledgement: the bytes counted, modulo 2^32
     */
    public int acknowledge() {
        acknowledged = received;
        return (int) received;
    }
}
