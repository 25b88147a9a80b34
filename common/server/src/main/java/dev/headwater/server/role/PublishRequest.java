package dev.headwater.server.role;

import dev.headwater.media.StreamKey;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;

/**
 * Somebody wants to publish.
 *
 * @param query what followed the {@code ?} of the stream name, raw, empty if nothing did; secret, never logged
 * @param peer the client's address, for logs
 * @param loop the event loop of the publisher's connection; the publication is confined to it
 * @param publisher the handle to end the publisher with
 * @param left completes when the publisher is gone, so that nothing is done in its name any more
 */
public record PublishRequest(
        StreamKey key, String query, String peer, EventLoop loop, Publisher publisher, Future<Void> left) {}
