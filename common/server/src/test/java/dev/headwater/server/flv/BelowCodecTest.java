package dev.headwater.server.flv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import org.junit.jupiter.api.Test;

/** Bytes below the codec, between a head and an end that go through it. */
class BelowCodecTest {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new HttpResponseEncoder(), new IdleStateHandler(0, 0, 60));

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private String sent() {
        var text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(US_ASCII));
            bytes.release();
        }
        return text.toString();
    }

    @Test
    void headMediaAndEndAreOneAnswer() {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        channel.writeOutbound(head);
        var out = new BelowCodec(channel.pipeline(), HttpResponseEncoder.class, 1_000);
        out.write(bytes("3\r\nabc\r\n"));
        out.write(bytes("1\r\nd\r\n"));
        out.flush();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(sent()).endsWith("\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void nothingLeavesBeforeTheFlushAndItIsCountedUntilThen() {
        var out = new BelowCodec(channel.pipeline(), HttpResponseEncoder.class, 1_000);
        assertThat(out.pendingBytes()).isZero();
        out.write(bytes("media"));
        assertThat(sent()).isEmpty();
        assertThat(out.pendingBytes()).isGreaterThanOrEqualTo(5);
        out.flush();
        assertThat(sent()).isEqualTo("media");
        assertThat(out.pendingBytes()).isZero();
        assertThat(out.kernelBytes()).as("what the kernel may hold").isEqualTo(1_000);
        channel.finish();
    }

    @Test
    void aPlayerIsNotTakenForIdle() {
        var out = new BelowCodec(channel.pipeline(), HttpResponseEncoder.class, 1_000);
        assertThat(channel.pipeline().get(IdleStateHandler.class)).isNull();
        out.flush();
        channel.finish();
    }
}
