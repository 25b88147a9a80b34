package dev.headwater.server.role;

import dev.headwater.media.StreamKey;
import io.netty.channel.EventLoop;

/**
 * Somebody wants to publish.
 *
 * @param query what followed the {@code ?} of the stream name, raw, empty if nothing did; secret, never logged
 * @param peer the client's address, for logs
 * @param loop the event loop of the publisher's connection; the publication is confined to it
 * @param publisher the handle to end the publisher with
 */
public record PublishRequest(StreamKey key, String query, String peer, EventLoop loop, Publisher publisher) {}
