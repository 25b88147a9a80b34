package dev.headwater.loadtest.client;

import dev.headwater.media.MediaFrame;

/** A client that publishes. Confined to its event loop. */
public interface PublishingClient extends Client {
    /**
     * Queues a frame, once publishing has started; {@link #flush} sends it.
     *
     * @return bytes of it, or 0 if it was thrown away because the server does not take what was sent before
     */
    int send(MediaFrame frame);

    void flush();

    /** The same, and runs {@code taken} once the socket has all that was sent; never if it is over before. */
    void flush(Runnable taken);

    /** Closes its connection without a word, as when the network fails. No event follows. Idempotent. */
    void vanish();
}
