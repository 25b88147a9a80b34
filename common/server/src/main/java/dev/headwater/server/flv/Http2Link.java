package dev.headwater.server.flv;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.http.Answers;
import dev.headwater.server.net.KernelBytes;
import dev.headwater.server.play.MediaOutlet;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** HTTP/2, whose streams have windows and share a connection: through Vert.x. Confined to its event loop. */
final class Http2Link implements FlvLink {
    private final RoutingContext context;
    private final long notSentLowat;

    /** @param notSentLowat the kernel's mark on unsent bytes of the connection */
    Http2Link(RoutingContext context, long notSentLowat) {
        this.context = context;
        this.notSentLowat = notSentLowat;
    }

    @Override
    public Framing framing() {
        return Framing.RAW;
    }

    @Override
    public void onClose(Runnable gone) {
        context.addEndHandler(done -> gone.run());
    }

    @Override
    public Future<MediaOutlet> open() {
        var response = context.response();
        var channel = ((ConnectionBase) context.request().connection()).channel();
        var kernel = new KernelBytes(channel, notSentLowat);
        return FlvHead.put(response).writeHead().map(told -> new Frames(response, kernel));
    }

    @Override
    public void refuse(int status, String told) {
        Answers.error(context, status, told);
    }

    @Override
    public Future<Void> end(EndReason reason) {
        return context.response().end();
    }

    @Override
    public void close() {
        var _ = context.response().reset();
    }

    /** What Vert.x has taken and not sent yet is counted here: it does not tell. It keeps the very bytes that other players have, too. */
    private static final class Frames implements MediaOutlet {
        private final HttpServerResponse response;
        private final KernelBytes kernel;
        private long pendingBytes;

        Frames(HttpServerResponse response, KernelBytes kernel) {
            this.response = response;
            this.kernel = kernel;
        }

        @Override
        public void write(ByteBuf bytes) {
            int size = bytes.readableBytes();
            pendingBytes += size;
            // a buffer of Vert.x's releases nothing
            response.write(BufferInternal.buffer(bytes)).onComplete(sent -> {
                pendingBytes -= size;
                bytes.release();
            });
        }

        @Override
        public void flush() {
            // Vert.x does
        }

        @Override
        public long pendingBytes() {
            return pendingBytes;
        }

        @Override
        public long kernelBytes() {
            return kernel.held();
        }
    }
}
