package dev.headwater.server.relay;

import dev.headwater.media.MediaFrame;
import io.vertx.core.Future;

/** A publish of ours at another server; until it was accepted, all that it can is {@link #close}. Confined to its event loop. */
public interface Downstream {
    /** Queues a frame; {@link #flush} sends it. */
    void send(MediaFrame frame);

    void flush();

    /** Bytes queued here, not yet with the kernel. */
    long pendingBytes();

    /** Says that the broadcaster has ended the stream. To be closed then; {@link #close} alone is what a lost node looks like. */
    void goodbye();

    /** Says that the broadcaster has vanished. To be closed then. */
    void publisherLost();

    /** Lets go. Idempotent; no event follows. */
    void close();

    /** Completes after {@link #close} when the other server has closed too: it has read all that was sent. On any thread. */
    Future<Void> closed();
}
