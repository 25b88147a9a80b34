package dev.headwater.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.handshake.HandshakeDigest.Signer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerHandshakeTest {
    private static final int BLOCK = 1536;
    private static final byte[] GARBAGE = garbage();

    private final ServerHandshake handshake =
            new ServerHandshake(new SplittableRandom(1), InstantSource.fixed(Instant.ofEpochMilli(0x1_0203_0405L)));
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void simpleC1IsEchoed() {
        byte[] c1 = GARBAGE.clone();
        Arrays.fill(c1, 4, 8, (byte) 0);

        assertThat(handshake.advance(Unpooled.wrappedBuffer(new byte[] {3}, c1), out))
                .isFalse();

        assertThat(out.readableBytes()).isEqualTo(1 + 2 * BLOCK);
        assertThat(out.readByte()).isEqualTo((byte) 3);
        assertThat(ByteBufUtil.hexDump(out, 1, 8)).as("our time, no version").isEqualTo("0203040500000000");
        assertThat(ByteBufUtil.getBytes(out, 1 + BLOCK, BLOCK)).isEqualTo(c1);
        assertThat(handshake.kind()).isEqualTo(HandshakeKind.SIMPLE);
    }

    @ParameterizedTest
    @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
    void signedC1IsAnsweredInItsLayout(HandshakeKind layout) {
        byte[] c1 = HandshakeDigestTest.c1(layout);

        handshake.advance(Unpooled.wrappedBuffer(new byte[] {3}, c1), out);

        assertThat(handshake.kind()).isEqualTo(layout);
        byte[] s1 = ByteBufUtil.getBytes(out, 1, BLOCK);
        byte[] s2 = ByteBufUtil.getBytes(out, 1 + BLOCK, BLOCK);
        assertThat(HandshakeDigest.detect(s1, Signer.SERVER)).isEqualTo(layout);
        assertThat(s1[4]).as("a version that makes players check").isGreaterThanOrEqualTo((byte) 3);
        byte[] signed = s2.clone();
        HandshakeDigest.sign(signed, Signer.SERVER, layout, c1);
        assertThat(s2).isEqualTo(signed);
    }

    @Test
    void aVersionWithoutDigestIsAnsweredInTheSimpleForm() { // GStreamer
        assertThat(GARBAGE[4]).isNotZero();

        handshake.advance(Unpooled.wrappedBuffer(new byte[] {3}, GARBAGE), out);

        assertThat(handshake.kind()).isEqualTo(HandshakeKind.SIMPLE);
        assertThat(out.getInt(5)).as("S1 claims no version").isZero();
        assertThat(ByteBufUtil.getBytes(out, 1 + BLOCK, BLOCK)).isEqualTo(GARBAGE);
    }

    @Test
    void aDigestWithoutVersionIsAnsweredInTheSimpleForm() {
        byte[] c1 = GARBAGE.clone();
        Arrays.fill(c1, 4, 8, (byte) 0);
        HandshakeDigest.insert(HandshakeKind.DIGEST_FIRST, c1, Signer.CLIENT);

        handshake.advance(Unpooled.wrappedBuffer(new byte[] {3}, c1), out);

        assertThat(handshake.kind()).isEqualTo(HandshakeKind.SIMPLE);
    }

    @ParameterizedTest
    @EnumSource
    void c2IsSkippedWhateverItSaysAndTheRestIsLeft(HandshakeKind kind) {
        byte[] c1 = kind == HandshakeKind.SIMPLE ? new byte[BLOCK] : HandshakeDigestTest.c1(kind);
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {3}, c1, GARBAGE, new byte[] {0x42, 0x43});

        assertThat(handshake.advance(in, out)).isTrue();
        assertThat(in.readableBytes()).isEqualTo(2);

        assertThat(handshake.advance(in, out)).isTrue();
        assertThat(in.readableBytes()).isEqualTo(2);
        assertThat(out.readableBytes()).isEqualTo(1 + 2 * BLOCK);
    }

    @Test
    void nothingIsAnsweredBeforeC1IsWhole() {
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {3}, GARBAGE);
        for (int i = 0; i < BLOCK; i++) {
            assertThat(handshake.advance(in.readSlice(1), out)).isFalse();
            assertThat(out.isReadable()).isFalse();
        }

        assertThat(handshake.advance(in, out)).isFalse();

        assertThat(out.readableBytes()).isEqualTo(1 + 2 * BLOCK);
    }

    @Test
    void c2MustBeWhole() {
        handshake.advance(Unpooled.wrappedBuffer(new byte[] {3}, GARBAGE), out);

        assertThat(handshake.advance(Unpooled.wrappedBuffer(GARBAGE, 0, BLOCK - 1), out))
                .isFalse();
        assertThat(handshake.advance(Unpooled.EMPTY_BUFFER, out)).isFalse();
        assertThat(handshake.advance(Unpooled.wrappedBuffer(GARBAGE, 0, 1), out))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "00, BAD_VERSION",
        "02, BAD_VERSION",
        "04, BAD_VERSION",
        "06, BAD_VERSION", // RTMPE
        "08, BAD_VERSION",
        "09, BAD_VERSION",
        "1f, BAD_VERSION",
        "16, NOT_RTMP", // TLS
        "47, NOT_RTMP", // GET
        "50, NOT_RTMP", // POST, PROXY
        "20, NOT_RTMP",
        "ff, NOT_RTMP"
    })
    void anyOtherVersionIsRefusedAtItsFirstByteWithNothingAnswered(String first, ProtocolError error) {
        ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(first));

        assertThatThrownBy(() -> handshake.advance(in, out))
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::error)
                .isEqualTo(error);
        assertThat(out.isReadable()).isFalse();
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[BLOCK];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }
}
