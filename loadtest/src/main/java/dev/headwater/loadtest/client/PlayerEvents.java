package dev.headwater.loadtest.client;

import dev.headwater.media.MediaFrame;

/** What a player tells its owner, on its event loop. */
public interface PlayerEvents {
    /** How the reason begins if the server said that the stream is over; any other is of a connection that broke or was refused. */
    String STREAM_ENDED = "ended by the server: ";

    /** Bytes have come, of whatever meaning. */
    void received(int bytes);

    /** The server lets us play. */
    void started();

    /** A frame, in the order of the wire. */
    void frame(MediaFrame frame);

    /** The play is over, and not because we closed; the last event. {@code reason} is short, and the same for all clients that ended so. */
    void ended(String reason);
}
