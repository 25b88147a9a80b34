package dev.headwater.server.publish;

import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.clients.Seat;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import io.netty.channel.EventLoop;

/** Who publishes, as his protocol knows him. Every method is called on his event loop but {@link #execute} and {@link #loop}. */
public interface PublishingClient {
    /** Runs a task on his event loop; what it throws ends him and nobody else. Any thread. */
    void execute(Runnable task);

    /** Any thread. */
    EventLoop loop();

    /** For logs: his address, with the node in between if there is one. */
    String peer();

    /** His own address, whichever node brought him. */
    String address();

    /** His place among the clients. */
    Seat seat();

    /** What the node said of him that brought him. */
    default Forwarded forwarded() {
        return Forwarded.NOT;
    }

    /** Bytes that came from him so far, of whatever kind. */
    long receivedBytes();

    /** Whether no further publisher is taken. */
    default boolean isDraining() {
        return false;
    }

    /** Whether he leaves at his next key frame. */
    default boolean isLettingGo() {
        return false;
    }

    /** He publishes from now on. */
    void accepted(Publication publication);

    /** He does not, and hears why. */
    void refused(StatusCode code, String told);

    /** The same for a limit that is reached. */
    default void full(String told) {
        refused(StatusCode.PUBLISH_DENIED, told);
    }

    /** It was not he who ended it: he hears why. */
    void ended(EndReason reason);

    /** He was refused, or it is over for him, and he knows: there may be no more to do for him. */
    void over();
}
