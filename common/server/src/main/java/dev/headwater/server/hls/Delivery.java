package dev.headwater.server.hls;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.metrics.PlayMeters;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.ForcedClose;
import dev.headwater.server.net.PeerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends bodies as clients take them. A body holds the segment that it is of, which may be forgotten and counted nowhere meanwhile: so a client that
 * has not taken all of it in time is cut off, however busy it seems. To be called on a request's event loop.
 *
 * @param within from the first byte to the last
 */
record Delivery(Duration within, PlayMeters metrics) {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** Netty copies what it has for a socket: a client that takes nothing has so much of it, and not the rest of a segment. */
    private static final int PIECE_BYTES = 64 << 10;

    void send(HttpServerRequest request, ByteBuf body) {
        int length = body.readableBytes();
        var channel = ((ConnectionBase) request.connection()).channel();
        var late = channel.eventLoop()
                .schedule(() -> cutOff(request, channel, length), within.toNanos(), TimeUnit.NANOSECONDS);
        send(request.response(), body, () -> late.cancel(false));
    }

    /** Goes on when the client has taken what was sent. */
    private static void send(HttpServerResponse response, ByteBuf body, Runnable over) {
        while (body.readableBytes() > PIECE_BYTES) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> send(response, body, over));
                return;
            }
            response.write(BufferInternal.buffer(body.readSlice(PIECE_BYTES))).onFailure(gone -> over.run());
        }
        response.end(BufferInternal.buffer(body)).onComplete(done -> over.run());
    }

    private void cutOff(HttpServerRequest request, Channel channel, int length) {
        boolean isHttp2 = request.version() == HttpVersion.HTTP_2;
        if (isHttp2
                ? request.response().closed()
                : !channel.isActive()) { // an HTTP/1 response may be "closed" when its end is handed over
            return;
        }
        metrics.rejected(EndReason.PLAYER_STUCK.name());
        RejectionLog.warn(
                LOG,
                "cut off hls peer={} error={}: has not taken {} bytes within {} (player.stuck-after, or three target durations)",
                PeerAddress.text(request.remoteAddress()),
                EndReason.PLAYER_STUCK,
                length,
                within);
        if (isHttp2) {
            var _ = request.response().reset();
        } else {
            ForcedClose.now(channel);
        }
    }
}
