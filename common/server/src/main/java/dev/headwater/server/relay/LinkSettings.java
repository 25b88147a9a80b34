package dev.headwater.server.relay;

import dev.headwater.rtmp.session.SessionLimits;
import io.vertx.core.net.ConnectOptions;
import java.time.Duration;

/**
 * How this node connects to other servers.
 *
 * @param chunkSize of what we send ({@code rtmp.chunk-size})
 * @param connectTimeout for the socket alone
 */
public record LinkSettings(SessionLimits limits, int chunkSize, Duration connectTimeout) {
    public ConnectOptions to(String host, int port) {
        return new ConnectOptions().setHost(host).setPort(port).setTimeout((int) connectTimeout.toMillis());
    }
}
