package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import io.netty.channel.EventLoop;

/** A client as operators see him, whatever he speaks. Every method is called on his event loop but {@link #loop}. */
public interface ConnectedClient {
    /** Where he is asked. Any thread. */
    EventLoop loop();

    ClientSnapshot snapshot();

    /** What happened to him so far. */
    Flight flight();

    boolean publishes(StreamKey key);

    /** An operator wants him gone: he is told, as far as his protocol can tell, and closed. False if he is closing already. */
    boolean kick();
}
