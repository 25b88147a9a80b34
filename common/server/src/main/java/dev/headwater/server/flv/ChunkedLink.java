package dev.headwater.server.flv;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.http.Answers;
import dev.headwater.server.net.ForcedClose;
import dev.headwater.server.play.MediaOutlet;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** HTTP/1: chunks below the codec; to a client of HTTP/1.0 raw bytes, which end by closing. */
final class ChunkedLink implements FlvLink {
    private static final Buffer NOTHING = Buffer.buffer();

    private final RoutingContext context;
    private final Channel channel;
    private final long notSentLowat;

    ChunkedLink(RoutingContext context, long notSentLowat) {
        this.context = context;
        this.notSentLowat = notSentLowat;
        channel = ((ConnectionBase) context.request().connection()).channel();
    }

    @Override
    public Framing framing() {
        return context.request().version() == HttpVersion.HTTP_1_0 ? Framing.RAW : Framing.CHUNKED;
    }

    @Override
    public void onClose(Runnable gone) {
        context.addEndHandler(done -> gone.run());
    }

    @Override
    public Future<MediaOutlet> open() {
        var response = FlvHead.put(context.response()).setChunked(true); // which Vert.x does not tell HTTP/1.0
        if (framing() == Framing.RAW) {
            // behind Vert.x, which promises to keep what such a client wants kept
            context.addHeadersEndHandler(written -> response.putHeader(HttpHeaders.CONNECTION, "close"));
        }
        var head = framing() == Framing.RAW ? response.write(NOTHING) : response.writeHead(); // which that may not
        return head.map(told -> new BelowCodec(channel.pipeline(), HttpResponseEncoder.class, notSentLowat));
    }

    @Override
    public void refuse(int status, String told) {
        Answers.error(context, status, told);
    }

    /** Through the codec: the chunk that ends it all, or the end of the connection. */
    @Override
    public Future<Void> end(EndReason reason) {
        var ended = context.response().end();
        return framing() == Framing.RAW
                ? ended.onComplete(done -> context.request().connection().close())
                : ended;
    }

    @Override
    public void close() {
        ForcedClose.now(channel);
    }
}
