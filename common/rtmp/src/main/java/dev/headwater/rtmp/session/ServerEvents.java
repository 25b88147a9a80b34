package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.MediaMessage;

/**
 * What a server session tells its owner. Called on the session's event loop, in the order of the bytes, and only when the
 * command is legal in the session's state: order, ids and limits are checked before.
 */
public interface ServerEvents {
    /** The client connects. Answer now or later with {@code acceptConnect} or {@code rejectConnect}. */
    void connect(Command.Connect connect);

    /** The client sent a command; that it is one of those below is told by its own call, behind this one. For who records a session. */
    default void received(Command command) {}

    /** The client publishes. Answer now or later with {@code acceptPublish} or {@code refusePublish}. */
    void publish(Command.Publish publish);

    /** The client plays. Answer now or later with {@code acceptPlay} or {@code refusePlay}. */
    void play(Command.Play play);

    /**
     * A frame of a publish that was accepted, or headers and metadata held back while the answer was pending. Never empty.
     *
     * <p>A data message starts with its name: {@code @setDataFrame} is off, so metadata is {@code onMetaData} and its value
     * as the encoder wrote it. {@code @clearDataFrame} stays in front of the name whose value is to be forgotten.
     */
    void media(MediaMessage message);

    /** An accepted or pending publish is over because the client said so; not called after {@code ServerSession.close}. */
    void publishEnded(int streamId);

    /** An accepted or pending publish is over because the client, another node, has lost its publisher. */
    default void publisherLost(int streamId) {}

    /** An accepted or pending play is over because the client said so; not called after {@code ServerSession.close}. */
    void playEnded(int streamId);

    /** A playing client pauses or resumes (already answered with the notify status). */
    void pause(int streamId, boolean paused);

    /** A playing client switches audio or video on or off; {@code kind} is never DATA. */
    void receive(int streamId, MediaMessage.Kind kind, boolean wanted);
}
