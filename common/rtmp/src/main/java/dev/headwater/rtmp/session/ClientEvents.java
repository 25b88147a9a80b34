package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.UserControl;
import java.util.Map;

/** What a client session tells its owner. Called on the session's event loop, in the order of the bytes. */
public interface ClientEvents {
    /** The server accepted the connect. {@code properties} and {@code info} are the two objects of its answer. */
    void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info);

    /** The server refused the connect; close the socket. */
    void connectRefused(Status status);

    /** A publish that was asked for has started. */
    default void publishStarted(int streamId, Status status) {}

    /** A play that was asked for has started. */
    default void playStarted(int streamId, Status status) {}

    /** A publish or a play was refused, or failed later. {@code streamId} 0 when createStream itself failed. */
    void streamRefused(int streamId, Status status);

    /** A played stream ended (UnpublishNotify, Play.Stop, StreamEOF) or our publish was ended by the server. Once per stream. */
    void streamEnded(int streamId, Status status);

    /** A frame of a played stream. Never empty; what servers say of their own in data messages ends in the session. */
    default void media(MediaMessage message) {}

    /** The server answers {@link ClientSession#ping}. */
    default void pingAnswered(int timestamp) {}

    /** The server, a node of ours, tells how old its frames are that leave now ({@link UserControl.StreamDelay}). */
    default void delayTold(int streamId, int micros) {}

    /** The server asks us to move (Enhanced RTMP v2, reconnect request); {@code tcUrl} is empty for "the same address". */
    void reconnectRequested(String tcUrl, String description);
}
