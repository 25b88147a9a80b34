package dev.headwater.server.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One client of a port that drains: it is asked to move, if it can; its publishers that are still there later are let go at a
 * key frame, so that nobody is left with half a group of pictures. Confined to the client's event loop.
 */
public final class ClientDrain {
    private final Client client;
    private final List<ScheduledFuture<?>> timers;
    private boolean asked;
    private boolean lettingGo;

    /** Who is to leave. Every method is called on its event loop but {@link #execute} and {@link #loop}. */
    public interface Client {
        /** Any thread. */
        EventLoop loop();

        /** Runs a task on the client's event loop; what it throws ends this client and no other. Any thread. */
        void execute(Runnable task);

        /** False if the client is not able to move, or not connected yet: then it is not asked. */
        boolean askToMove();

        /** Ends its publishers, wherever their streams are. */
        void sendPublishersAway();
    }

    public ClientDrain(Client client, PortDrain drain) {
        this.client = client;
        timers = List.of(
                after(drain.untilAsked(), () -> asked = client.askToMove()),
                after(drain.untilLetGo(), () -> lettingGo = true),
                after(drain.untilSentAway(), client::sendPublishersAway));
    }

    private ScheduledFuture<?> after(Duration delay, Runnable task) {
        return client.loop().schedule(() -> client.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the client was asked to move. */
    public boolean hasAsked() {
        return asked;
    }

    /** Whether publishers leave at their next key frame. */
    public boolean isLettingGo() {
        return lettingGo;
    }

    /** The client is gone. */
    public void close() {
        timers.forEach(timer -> timer.cancel(false));
    }
}
