package dev.headwater.server.flv;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.play.MediaOutlet;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A player's connection, as FLV uses it. Confined to its event loop. */
interface FlvLink {
    Framing framing();

    /** @param gone called when the client has left, or the answer is at its end: once or more */
    void onClose(Runnable gone);

    /** @param flooded told what is wrong with a client that is closed for it, before {@code gone} is called */
    default void onFlood(Consumer<String> flooded) {}

    /** Says yes: media may be written. Completes on the event loop; fails if the client is gone. */
    Future<MediaOutlet> open();

    /** Says no: the answer to who was not opened. */
    void refuse(int status, String told);

    /** Says that this was all, behind what was written; completes when that is said. */
    Future<Void> end(EndReason reason);

    /** Hangs up. */
    void close();
}
