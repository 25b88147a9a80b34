package dev.headwater.rtmp.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The mathematics of the digest handshake: where a block's digest stands, and how blocks are signed.
 *
 * <p>A <em>digest</em> is the HMAC-SHA256 of a C1 or S1 without the digest's own 32 bytes, stored in the block at a
 * position that the block itself names. A <em>signature</em> is the HMAC-SHA256 in the last 32 bytes of a C2 or S2;
 * its key is made from the digest that it answers.
 */
final class HandshakeDigest {
    static final int DIGEST_BYTES = 32;

    private static final int OFFSET_MODULUS = 728;
    private static final int SIGNATURE_POSITION = HandshakeBlock.BYTES - DIGEST_BYTES;
    private static final String ALGORITHM = "HmacSHA256";

    private static final byte[] KEY_TAIL =
            HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    /** Who signs. The keys are known to everybody: the short one is for digests, the long one for signatures. */
    static final class Signer {
        static final Signer CLIENT = new Signer("Genuine Adobe Flash Player 001");
        static final Signer SERVER = new Signer("Genuine Adobe Flash Media Server 001");

        private final byte[] shortKey;
        private final byte[] longKey;

        private Signer(String name) {
            shortKey = name.getBytes(US_ASCII);
            longKey = Arrays.copyOf(shortKey, shortKey.length + KEY_TAIL.length);
            System.arraycopy(KEY_TAIL, 0, longKey, shortKey.length, KEY_TAIL.length);
        }
    }

    private HandshakeDigest() {}

    /**
     * Which layout carries a valid digest of {@code signer} in {@code block} (a C1 or S1); {@link
     * HandshakeKind#SIMPLE} if none does.
     */
    static HandshakeKind detect(byte[] block, Signer signer) {
        if (carries(HandshakeKind.DIGEST_FIRST, block, signer)) {
            return HandshakeKind.DIGEST_FIRST;
        }
        return carries(HandshakeKind.KEY_FIRST, block, signer) ? HandshakeKind.KEY_FIRST : HandshakeKind.SIMPLE;
    }

    private static boolean carries(HandshakeKind layout, byte[] block, Signer signer) {
        int position = position(layout, block);
        byte[] expected = digest(block, position, signer);
        return Arrays.equals(block, position, position + DIGEST_BYTES, expected, 0, DIGEST_BYTES);
    }

    /** Writes the digest into a C1 or S1 whose other bytes are all final. */
    static void insert(HandshakeKind layout, byte[] block, Signer signer) {
        int position = position(layout, block);
        System.arraycopy(digest(block, position, signer), 0, block, position, DIGEST_BYTES);
    }

    /** Writes into the tail of a C2 or S2 of {@code signer} the signature that answers {@code peerBlock}. */
    static void sign(byte[] block, Signer signer, HandshakeKind layout, byte[] peerBlock) {
        byte[] key = signatureKey(signer, layout, peerBlock);
        byte[] signature = hmac(key).doFinal(Arrays.copyOf(block, SIGNATURE_POSITION));
        System.arraycopy(signature, 0, block, SIGNATURE_POSITION, DIGEST_BYTES);
    }

    static byte[] signatureKey(Signer signer, HandshakeKind layout, byte[] peerBlock) {
        Mac mac = hmac(signer.longKey);
        mac.update(peerBlock, position(layout, peerBlock), DIGEST_BYTES);
        return mac.doFinal();
    }

    /** Where the digest stands in a C1 or S1: four bytes, each as a number of its own, name an offset. */
    static int position(HandshakeKind layout, byte[] block) {
        return switch (layout) {
            case DIGEST_FIRST -> offset(block, 8) + 12;
            case KEY_FIRST -> offset(block, 772) + 776;
            case SIMPLE -> throw new IllegalArgumentException("a simple handshake has no digest");
        };
    }

    private static int offset(byte[] block, int at) {
        int sum = (block[at] & 0xFF) + (block[at + 1] & 0xFF) + (block[at + 2] & 0xFF) + (block[at + 3] & 0xFF);
        return sum % OFFSET_MODULUS;
    }

    private static byte[] digest(byte[] block, int position, Signer signer) {
        Mac mac = hmac(signer.shortKey);
        mac.update(block, 0, position);
        mac.update(block, position + DIGEST_BYTES, block.length - position - DIGEST_BYTES);
        return mac.doFinal();
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
