package dev.headwater.loadtest.client;

/** What a publisher tells its owner, on its event loop. */
public interface PublisherEvents {
    /** The server lets us publish. */
    void started();

    /** It is over, and not because we closed; the last event. {@code reason} is short, and alike for clients alike. */
    void ended(String reason);
}
