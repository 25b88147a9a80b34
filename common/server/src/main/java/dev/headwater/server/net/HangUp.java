package dev.headwater.server.net;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose peer may take nothing: what Vert.x closes it sends all to before, and so never closes who does not read. What was not sent
 * is thrown away. On the connection's event loop.
 */
public final class HangUp {
    /** How long he who is to go has for the last that he is sent. */
    private static final long TAKEN_WITHIN_MS = 1_000;

    private HangUp() {}

    public static void now(Channel channel) {
        channel.unsafe().close(channel.newPromise());
    }

    /** As soon as the peer has had the time to take what he was told. */
    public static void soon(Channel channel) {
        var _ = channel.eventLoop().schedule(() -> now(channel), TAKEN_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
}
