package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import io.netty.channel.EventLoop;

/** A client as operators see it, whatever protocol it speaks. Every method is called on its event loop but {@link #loop}. */
public interface ConnectedClient {
    /** The client's event loop. Any thread. */
    EventLoop loop();

    ClientSnapshot snapshot();

    /** What happened to the client so far. */
    Flight flight();

    boolean publishes(StreamKey key);

    /**
     * An operator wants what the client publishes under this name gone: the client is told, and closed unless it does more than that.
     * False if it publishes nothing there, or is closing already.
     */
    default boolean kickPublish(StreamKey key) {
        return publishes(key) && kick();
    }

    /** An operator wants the client gone: it is told, as far as its protocol can tell, and closed. False if it is closing already. */
    boolean kick();
}
