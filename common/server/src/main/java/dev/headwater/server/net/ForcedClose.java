package dev.headwater.server.net;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose peer may not read. Vert.x sends all that is queued before it closes, and so never closes such a connection; this
 * throws away what was not sent. On the connection's event loop.
 */
public final class ForcedClose {
    /** How long the peer has to take the last that it is sent. */
    private static final long TAKEN_WITHIN_MS = 1_000;

    private ForcedClose() {}

    public static void now(Channel channel) {
        channel.unsafe().close(channel.newPromise());
    }

    /** Closes as soon as the peer has had the time to take what it was told. */
    public static void soon(Channel channel) {
        var _ = channel.eventLoop().schedule(() -> now(channel), TAKEN_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
}
