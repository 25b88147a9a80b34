package dev.headwater.loadtest.client;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvException;
import dev.headwater.media.flv.FlvReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;

/** Plays one stream as FLV within HTTP. Confined to its event loop. */
abstract sealed class FlvPlayer extends SocketClient implements PlayingClient permits HttpFlvPlayer, WsFlvPlayer {
    private final StreamAddress stream;
    private final PlayerEvents events;
    private final FlvReader reader = new FlvReader(MediaFrame.MAX_PAYLOAD_BYTES, this::frame);

    FlvPlayer(StreamAddress stream, PlayerEvents events) {
        this.stream = stream;
        this.events = events;
    }

    /** A message of the protocol, which is released afterwards. */
    abstract void receive(Object message);

    /** The server's answer was no. */
    final void refused(HttpResponseStatus status) {
        end("refused: status " + status.code());
    }

    final StreamAddress stream() {
        return stream;
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!isOver()) {
                receive(message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    final void started() {
        events.started();
    }

    /** The next bytes of the stream, wherever they are cut. */
    final void media(ByteBuf bytes) {
        events.received(bytes.readableBytes());
        try {
            reader.read(bytes);
        } catch (FlvException e) {
            end("protocol error: " + e.getMessage());
        }
    }

    private void frame(MediaFrame frame) {
        if (!isOver()) { // one before it in the same piece may have been the last that was wanted
            events.frame(frame);
        }
    }

    @Override
    final void ended(String reason) {
        events.ended(reason);
    }
}
