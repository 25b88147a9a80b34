package dev.headwater.server.play;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.clients.ClientHandle;
import java.util.List;

/** The client of a {@link Play}, as its protocol knows it. Every method is called on its event loop but {@link #execute}. */
public interface PlayingClient {
    /** Runs a task on the client's event loop; what it throws ends this client and no other. Any thread. */
    void execute(Runnable task);

    /** For logs: the client's address, with the node in between if there is one. */
    String peer();

    /** What is noted of the client. */
    ClientHandle handle();

    /** Whether the client came by TLS. */
    boolean isWithinTls();

    /** Frames that were not sent because the client could not keep up. */
    long droppedFrames();

    /** The stream is there, and the client may have it. */
    void found(LiveStream stream);

    /** Whether the client plays as soon as the stream is found; else {@link Play#begin} is called when it does. */
    default boolean playsAtOnce() {
        return true;
    }

    /** The play is refused; the client is told {@code told}. */
    void refused(PlayRefusal refusal, String told);

    /** For logs: the status code by which the client is told of a refusal. */
    String code(PlayRefusal refusal);

    /** @param authorities {@code host:port} of other nodes where the client is to go, the best first */
    void sentTo(List<String> authorities);

    /** The play is over, or is not allowed any longer: calls {@link Play#end}. No effect if the client is gone. */
    void ended(EndReason reason);
}
