package dev.headwater.server.role;

import dev.headwater.media.StreamKey;
import dev.headwater.server.tracing.Trace;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;

/**
 * Somebody wants to publish.
 *
 * @param peer the broadcaster's own address, for logs, whichever node brought it
 * @param forwarded what the node that brought it said of it
 * @param loop the event loop of the publisher's connection; the publication is confined to it
 * @param publisher the handle to end the publisher with
 * @param trace below which is told what it waits for
 * @param left completes when the publisher is gone, so that nothing is done in its name any more
 * @param pushed what it says that it pushes
 */
public record PublishRequest(
        StreamKey key,
        String peer,
        Forwarded forwarded,
        EventLoop loop,
        Publisher publisher,
        Trace trace,
        Future<Void> left,
        PushMark pushed) {
    /** Of who pushes nothing. */
    public PublishRequest(
            StreamKey key,
            String peer,
            Forwarded forwarded,
            EventLoop loop,
            Publisher publisher,
            Trace trace,
            Future<Void> left) {
        this(key, peer, forwarded, loop, publisher, trace, left, PushMark.NONE);
    }

    /** The same, below another place of its trace. */
    public PublishRequest at(Trace place) {
        return new PublishRequest(key, peer, forwarded, loop, publisher, place, left, pushed);
    }
}
