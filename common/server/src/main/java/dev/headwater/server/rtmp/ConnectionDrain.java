package dev.headwater.server.rtmp;

import dev.headwater.server.net.PortDrain;
import dev.headwater.server.publish.Publish;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a node that drains: its client is asked to move, if it can; its publishers that are still there later are
 * let go at a key frame, so that nobody is left with half a group of pictures. Confined to the connection's event loop.
 */
final class ConnectionDrain {
    private final RtmpConnection connection;
    private final List<ScheduledFuture<?>> timers;
    private boolean asked;
    private boolean lettingGo;

    ConnectionDrain(RtmpConnection connection, PortDrain drain) {
        this.connection = connection;
        timers = List.of(
                after(drain.untilAsked(), this::ask),
                after(drain.untilLetGo(), this::letGo),
                after(drain.untilSentAway(), connection::sendPublishersAway));
    }

    private ScheduledFuture<?> after(Duration delay, Runnable task) {
        EventLoop loop = connection.out().loop();
        return loop.schedule(() -> connection.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the client to move, if it is connected and able to; to the same address, where others answer. */
    private void ask() {
        asked = connection.session().requestReconnect("", Publish.DRAINING);
    }

    /** Whether the client was asked to move. */
    boolean hasAsked() {
        return asked;
    }

    private void letGo() {
        lettingGo = true;
    }

    /** Whether publishers leave at their next key frame. */
    boolean isLettingGo() {
        return lettingGo;
    }

    /** The connection is over. */
    void end() {
        timers.forEach(timer -> timer.cancel(false));
    }
}
