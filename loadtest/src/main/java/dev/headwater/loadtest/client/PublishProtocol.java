package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;

/** A way to publish a stream. Thread-safe. */
public interface PublishProtocol {
    /** Starts a publisher on {@code loop}, from which it is called, and where all its events arrive: none before this returns. */
    PublishingClient publish(EventLoop loop, StreamAddress stream, PublisherEvents events);
}
