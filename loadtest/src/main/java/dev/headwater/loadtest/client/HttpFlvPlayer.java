package dev.headwater.loadtest.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Plays FLV that is the endless answer to a GET. Confined to its event loop. */
final class HttpFlvPlayer extends FlvPlayer {
    private static final int MAX_LINE_BYTES = 4_096;
    private static final int MAX_HEADER_BYTES = 8_192;

    /** Larger chunks come in pieces. */
    private static final int PIECE_BYTES = 64 << 10;

    /** Servers pass over it before a request (RFC 9112, 2.2). */
    private static final byte[] EMPTY_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpClientCodec codec = new HttpClientCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, PIECE_BYTES);

    private @Nullable ChannelHandlerContext belowCodec;

    HttpFlvPlayer(StreamAddress stream, PlayerEvents events) {
        super(stream, events);
    }

    @Override
    void addCodec(ChannelPipeline pipeline) {
        pipeline.addLast(codec);
        belowCodec = pipeline.context(codec);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, stream().path());
        request.headers()
                .set(HttpHeaderNames.HOST, stream().server().authority())
                .set(HttpHeaderNames.ACCEPT, "*/*");
        write(request);
        flushSocket();
    }

    @Override
    void receive(Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            end("protocol error: " + part.decoderResult().cause().getMessage());
            return;
        }
        if (message instanceof HttpResponse response) {
            if (!response.status().equals(HttpResponseStatus.OK)) {
                refused(response.status());
                return;
            }
            started();
        }
        if (message instanceof HttpContent content) {
            media(content.content());
        }
        if (message instanceof LastHttpContent) {
            end(PlayerEvents.STREAM_ENDED + "last chunk");
        }
    }

    @Override
    public void stopReading() {
        stopReadingSocket(this::writeEmptyLine);
    }

    private void writeEmptyLine() {
        if (belowCodec != null) {
            var _ = belowCodec.write(Unpooled.wrappedBuffer(EMPTY_LINE));
        }
    }
}
