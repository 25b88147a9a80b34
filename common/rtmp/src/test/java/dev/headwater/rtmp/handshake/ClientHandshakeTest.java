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
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClientHandshakeTest {
    private static final int BLOCK = 1536;

    private final ByteBuf out = Unpooled.buffer();

    @Test
    void simpleC1HasATimeAndNoVersion() {
        offer(HandshakeKind.SIMPLE);

        assertThat(out.readableBytes()).isEqualTo(1 + BLOCK);
        assertThat(ByteBufUtil.hexDump(out, 0, 9)).isEqualTo("030203040500000000");
    }

    @ParameterizedTest
    @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
    void signedC1CarriesItsDigest(HandshakeKind layout) {
        offer(layout);

        assertThat(ByteBufUtil.hexDump(out, 0, 9)).isEqualTo("030203040509007c02");
        assertThat(HandshakeDigest.detect(ByteBufUtil.getBytes(out, 1, BLOCK), Signer.CLIENT))
                .isEqualTo(layout);
    }

    @Test
    void s1IsEchoedAsSoonAsItIsWhole() {
        ClientHandshake handshake = offer(HandshakeKind.SIMPLE);
        byte[] s1 = HandshakeDigestTest.s1(HandshakeKind.DIGEST_FIRST);

        assertThat(answer(handshake, s1)).isFalse();

        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(s1);
        assertThat(handshake.kind()).isEqualTo(HandshakeKind.SIMPLE);
    }

    @ParameterizedTest
    @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
    void signedS1IsAnsweredWithASignature(HandshakeKind layout) {
        ClientHandshake handshake = offer(layout);
        byte[] s1 = HandshakeDigestTest.s1(layout);

        answer(handshake, s1);

        byte[] c2 = ByteBufUtil.getBytes(out);
        byte[] signed = c2.clone();
        HandshakeDigest.sign(signed, Signer.CLIENT, layout, s1);
        assertThat(c2).hasSize(BLOCK).isEqualTo(signed);
        assertThat(handshake.kind()).isEqualTo(layout);
    }

    @Test
    void anUnsignedAnswerToASignedOfferIsFollowed() {
        ClientHandshake handshake = offer(HandshakeKind.DIGEST_FIRST);
        byte[] s1 = new byte[BLOCK];
        s1[1535] = 1;

        answer(handshake, s1);

        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(s1);
        assertThat(handshake.kind()).isEqualTo(HandshakeKind.SIMPLE);
    }

    @Test
    void s2IsSkippedWhateverItSaysAndTheRestIsLeft() {
        ClientHandshake handshake = offer(HandshakeKind.SIMPLE);
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {3}, new byte[BLOCK], new byte[BLOCK], new byte[] {2});

        assertThat(handshake.advance(in, out)).isTrue();

        assertThat(in.readableBytes()).isEqualTo(1);
        assertThat(handshake.advance(in, out)).isTrue();
        assertThat(in.readableBytes()).isEqualTo(1);
        assertThat(out.readableBytes()).as("C0, C1, C2").isEqualTo(1 + 2 * BLOCK);
    }

    @ParameterizedTest
    @CsvSource({"06, BAD_VERSION", "48, NOT_RTMP"}) // RTMPE, HTTP/1.1
    void aServerOfAnotherProtocolIsRefused(String first, ProtocolError error) {
        ClientHandshake handshake = offer(HandshakeKind.SIMPLE);
        ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(first));

        assertThatThrownBy(() -> handshake.advance(in, out))
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::error)
                .isEqualTo(error);
    }

    private ClientHandshake offer(HandshakeKind kind) {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(0x1_0203_0405L));
        ClientHandshake handshake = new ClientHandshake(kind, new SplittableRandom(1), clock);
        handshake.start(out);
        return handshake;
    }

    /** Gives S0 and S1; what was written before is forgotten. */
    private boolean answer(ClientHandshake handshake, byte[] s1) {
        out.clear();
        return handshake.advance(Unpooled.wrappedBuffer(new byte[] {3}, s1), out);
    }
}
