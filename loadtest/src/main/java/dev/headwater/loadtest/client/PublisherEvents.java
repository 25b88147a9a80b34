package dev.headwater.loadtest.client;

/** What a publisher tells its owner, on its event loop. */
public interface PublisherEvents {
    /** The server lets us publish. */
    void started();

    /** Whether the server is told that this publisher moves when it is asked to: Enhanced RTMP v2, capsEx bit 0. */
    default boolean canReconnect() {
        return false;
    }

    /** The server asks for a new connection in place of this one, which goes on until then. */
    default void reconnectRequested() {
        // who does not say that it can is not asked
    }

    /** The publish is over, and not because we closed; the last event. {@code reason} is short, and the same for all clients that ended so. */
    void ended(String reason);
}
