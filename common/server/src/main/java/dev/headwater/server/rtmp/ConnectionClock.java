package dev.headwater.server.rtmp;

import dev.headwater.rtmp.session.SessionState;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The times of a connection: until when its handshake may take, until when it may be of no use, and when it is pinged. Confined to
 * the connection's event loop.
 */
final class ConnectionClock {
    private final RtmpConnection connection;
    private final RtmpSettings settings;
    private final @Nullable ScheduledFuture<?> pings;
    private ScheduledFuture<?> deadline;

    /** Begins: the handshake has {@code rtmp.handshake-timeout}. */
    ConnectionClock(RtmpConnection connection) {
        this.connection = connection;
        this.settings = connection.settings();
        deadline = after(settings.handshakeTimeout(), this::handshakeIsDue);
        long pingMs = settings.pingInterval().toMillis();
        pings = pingMs == 0
                ? null
                : connection.loop().scheduleAtFixedRate(connection::ping, pingMs, pingMs, TimeUnit.MILLISECONDS);
    }

    private ScheduledFuture<?> after(Duration delay, Runnable task) {
        return connection.loop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void handshakeIsDue() {
        if (connection.session().state() != SessionState.HANDSHAKE) {
            connection.idleIfUnused();
        } else if (connection.isHeard()) {
            connection.reject(
                    "HANDSHAKE_TIMEOUT",
                    "handshake not complete after rtmp.handshake-timeout=" + settings.handshakeTimeout());
        } else {
            connection.out().close(); // a probe that connects and waits is no fault worth a line
        }
    }

    /** Nobody publishes or plays: that may last for {@code rtmp.connect-timeout} from now on. */
    void idle() {
        deadline.cancel(false);
        deadline = after(settings.connectTimeout(), this::useIsDue);
    }

    private void useIsDue() {
        if (!connection.isInUse()) {
            connection.closeUnused();
        }
    }

    /** The connection is over. */
    void stop() {
        deadline.cancel(false);
        if (pings != null) {
            pings.cancel(false);
        }
    }
}
