package dev.headwater.server.flv;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.http.Answers;
import dev.headwater.server.play.MediaOutlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** HTTP/2, whose streams have windows and share a connection: through Vert.x, a copy for each player. */
final class Http2Link implements FlvLink {
    private final RoutingContext context;

    Http2Link(RoutingContext context) {
        this.context = context;
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
        return FlvHead.put(response).writeHead().map(told -> new Frames(response));
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

    /** What Vert.x has taken and not sent yet is counted here: it does not tell. */
    private static final class Frames implements MediaOutlet {
        private final HttpServerResponse response;
        private long pendingBytes;

        Frames(HttpServerResponse response) {
            this.response = response;
        }

        @Override
        public void write(ByteBuf bytes) {
            int size = bytes.readableBytes();
            try {
                pendingBytes += size;
                response.write(Buffer.buffer(ByteBufUtil.getBytes(bytes))).onComplete(sent -> pendingBytes -= size);
            } finally {
                bytes.release();
            }
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
        public long unseenBytes() {
            return 0;
        }
    }
}
