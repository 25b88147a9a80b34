package dev.headwater.server.play;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.clients.Seat;
import java.util.List;

/** Who plays, as his protocol knows him. Every method is called on his event loop but {@link #execute}. */
public interface PlayingClient {
    /** Runs a task on his event loop; what it throws ends him and nobody else. Any thread. */
    void execute(Runnable task);

    /** For logs: his address, with the node in between if there is one. */
    String peer();

    /** His place among the clients. */
    Seat seat();

    /** Whether he came by TLS. */
    boolean isWithinTls();

    /** Frames that were not sent because he could not keep up. */
    long droppedFrames();

    /** The stream is there for him. */
    void found(LiveStream stream);

    /** Whether he plays as soon as it is; else he calls {@link Play#begin} when he does. */
    default boolean playsAtOnce() {
        return true;
    }

    /** He does not, and hears why. */
    void refused(PlayRefusal refusal, String told);

    /** For logs: how he hears of a refusal, a status code. */
    String code(PlayRefusal refusal);

    /** @param authorities {@code host:port} of other nodes where he is to go, the best first */
    void sentTo(List<String> authorities);

    /** The play is over, or he is to be dismissed: calls {@link Play#end}. No effect if he is gone. */
    void ended(EndReason reason);
}
