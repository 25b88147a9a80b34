package dev.headwater.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.handshake.HandshakeDigest.Signer;
import io.netty.buffer.ByteBufUtil;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The digest handshake's numbers. Block byte {@code i} is {@code i * factor + summand}, behind a time of 0 and a
 * version; the expected values were computed apart from this code.
 */
class HandshakeDigestTest {
    @ParameterizedTest
    @CsvSource({
        "DIGEST_FIRST, 290, 612af37c38c4a1b74e5737fc4021ded17ed92a9431c19bc665cf421131bad8a6",
        "KEY_FIRST, 942, e6a7fbdda4aab503b4e693e92d6f18d9d4b89f3ef0e95fffe767a4830aa37109"
    })
    void digestOfC1(HandshakeKind layout, int position, String digest) {
        byte[] c1 = c1(layout);

        assertThat(HandshakeDigest.position(layout, c1)).isEqualTo(position);
        assertThat(hex(c1, position)).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({
        "DIGEST_FIRST, 510, 215b3154e02d12cb2f08f6b9434c47706b998f822e8c382a61e86552617c94a9",
        "KEY_FIRST, 1066, 71f75cdea5a9a570a24042d6afb0a6588f8b932346b71f0ed21121b2508a4a8f"
    })
    void digestOfS1(HandshakeKind layout, int position, String digest) {
        byte[] s1 = s1(layout);

        assertThat(HandshakeDigest.position(layout, s1)).isEqualTo(position);
        assertThat(hex(s1, position)).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({
        "DIGEST_FIRST, b64b9cb0ff0d9abe14b38c4638d3af7b13e7e857b3c2af49eb5449fde909256e,"
                + "a7566e792d45a287ba3e2f5b3c244eb003ba642ae98e998eaf2af830ca06c0be",
        "KEY_FIRST, 62dd38a55a5a4ad037a152b653471347451f16b2d042e9f1d491ab3f920eb23e,"
                + "27dcd6ab2147f408e67608f0a9a82b946720a08931b328fa35ec5459f3ca1405"
    })
    void signatureOfS2(HandshakeKind layout, String key, String signature) {
        byte[] c1 = c1(layout);
        byte[] s2 = new byte[HandshakeBlock.BYTES];
        fill(s2, 0, 11, 5);

        HandshakeDigest.sign(s2, Signer.SERVER, layout, c1);

        assertThat(ByteBufUtil.hexDump(HandshakeDigest.signatureKey(Signer.SERVER, layout, c1)))
                .isEqualTo(key);
        assertThat(hex(s2, 1504)).isEqualTo(signature);
        assertThat(s2[1503]).as("the rest is left alone").isEqualTo((byte) (1503 * 11 + 5));
    }

    @ParameterizedTest
    @CsvSource({
        "DIGEST_FIRST, d7165f61ff32d616d72a043e307157d5b121bd7cab70e9f52ccf671ea6b933ab,"
                + "ae0e8b22e534f781edabc460b171dd24eacc104e09033a5faadc5f1dc38a5605",
        "KEY_FIRST, ccda09862244f8badd06f5c0f73c30e75e0c26eccde33d807fa8df68be9c2b87,"
                + "1b7ce048b2e43d0773bd04542a738604ea8d431ad5f6ceb958ab5f2f83cece70"
    })
    void signatureOfC2(HandshakeKind layout, String key, String signature) {
        byte[] s1 = s1(layout);
        byte[] c2 = new byte[HandshakeBlock.BYTES];
        fill(c2, 0, 17, 9);

        HandshakeDigest.sign(c2, Signer.CLIENT, layout, s1);

        assertThat(ByteBufUtil.hexDump(HandshakeDigest.signatureKey(Signer.CLIENT, layout, s1)))
                .isEqualTo(key);
        assertThat(hex(c2, 1504)).isEqualTo(signature);
    }

    @ParameterizedTest
    @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
    void layoutIsDetectedByItsDigestAndBySignerOnly(HandshakeKind layout) {
        assertThat(HandshakeDigest.detect(c1(layout), Signer.CLIENT)).isEqualTo(layout);
        assertThat(HandshakeDigest.detect(s1(layout), Signer.SERVER)).isEqualTo(layout);
        assertThat(HandshakeDigest.detect(c1(layout), Signer.SERVER)).isEqualTo(HandshakeKind.SIMPLE);
    }

    @ParameterizedTest
    @EnumSource(names = "SIMPLE", mode = EnumSource.Mode.EXCLUDE)
    void everyByteOfTheBlockIsSigned(HandshakeKind layout) {
        byte[] c1 = c1(layout);
        for (int i = 0; i < c1.length; i++) {
            c1[i] ^= 1;
            assertThat(HandshakeDigest.detect(c1, Signer.CLIENT))
                    .as("byte %d changed", i)
                    .isEqualTo(HandshakeKind.SIMPLE);
            c1[i] ^= 1;
        }
    }

    @Test
    void greatestOffsetKeepsTheDigestInsideItsHalf() {
        byte[] block = new byte[HandshakeBlock.BYTES];
        for (int at : new int[] {8, 772}) { // 727 = 255 + 255 + 217 + 0
            block[at] = (byte) 255;
            block[at + 1] = (byte) 255;
            block[at + 2] = (byte) 217;
        }

        assertThat(HandshakeDigest.position(HandshakeKind.DIGEST_FIRST, block)).isEqualTo(739);
        assertThat(HandshakeDigest.position(HandshakeKind.KEY_FIRST, block)).isEqualTo(1503);
        block[11] = 1;
        block[775] = 1;
        assertThat(HandshakeDigest.position(HandshakeKind.DIGEST_FIRST, block)).isEqualTo(12);
        assertThat(HandshakeDigest.position(HandshakeKind.KEY_FIRST, block)).isEqualTo(776);
    }

    static byte[] c1(HandshakeKind layout) {
        byte[] c1 = block("09007c02", 7, 3);
        HandshakeDigest.insert(layout, c1, Signer.CLIENT);
        return c1;
    }

    static byte[] s1(HandshakeKind layout) {
        byte[] s1 = block("04050001", 13, 1);
        HandshakeDigest.insert(layout, s1, Signer.SERVER);
        return s1;
    }

    private static byte[] block(String version, int factor, int summand) {
        byte[] block = new byte[HandshakeBlock.BYTES];
        System.arraycopy(HexFormat.of().parseHex(version), 0, block, 4, 4);
        fill(block, 8, factor, summand);
        return block;
    }

    private static void fill(byte[] block, int from, int factor, int summand) {
        for (int i = from; i < block.length; i++) {
            block[i] = (byte) (i * factor + summand);
        }
    }

    private static String hex(byte[] block, int at) {
        return ByteBufUtil.hexDump(block, at, HandshakeDigest.DIGEST_BYTES);
    }
}
