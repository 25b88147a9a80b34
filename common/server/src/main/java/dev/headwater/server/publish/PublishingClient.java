package dev.headwater.server.publish;

import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PushMark;
import io.netty.channel.EventLoop;

/** The client of a {@link Publish}, as its protocol knows it. Every method is called on its event loop but {@link #execute} and {@link #loop}. */
public interface PublishingClient {
    /** Runs a task on the client's event loop; what it throws ends this client and no other. Any thread. */
    void execute(Runnable task);

    /** Any thread. */
    EventLoop loop();

    /** For logs: the client's address, with the node in between if there is one. */
    String peer();

    /** The client's own address, whichever node forwards it. */
    String address();

    /** What is noted of the client. */
    ClientHandle handle();

    /** What the node that forwards the client says of it. */
    default Forwarded forwarded() {
        return Forwarded.NOT;
    }

    /** Whether another node forwards the client. */
    default boolean isForwarded() {
        return !forwarded().equals(Forwarded.NOT);
    }

    /** What the client says that it pushes. */
    default PushMark pushed() {
        return PushMark.NONE;
    }

    /** Bytes that the client has sent so far, of whatever kind. */
    long receivedBytes();

    /** Whether this node drains and takes no further publisher. */
    default boolean isDraining() {
        return false;
    }

    /** Whether this node drains and ends the publish at its next key frame. */
    default boolean isLettingGo() {
        return false;
    }

    /** The publish may be; whether it is accepted is still to be told. */
    default void authorised() {}

    /** The publish is accepted: frames may come. */
    void accepted(Publication publication);

    /** The publish is refused; the client is told {@code told}. */
    void refused(StatusCode code, String told);

    /** The publish is refused because a limit is reached; the client is told {@code told}. */
    default void full(String told) {
        refused(StatusCode.PUBLISH_DENIED, told);
    }

    /** The publish was ended, and not by the client: it is told why. */
    void ended(EndReason reason);

    /** The publish is over or was refused, and the client knows: its connection may be of no more use. */
    void onPublishOver();
}
