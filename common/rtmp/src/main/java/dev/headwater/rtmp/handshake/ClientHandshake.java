package dev.headwater.rtmp.handshake;

import dev.headwater.rtmp.handshake.HandshakeDigest.Signer;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The client's side of one handshake (RTMP 1.0, 5.2). Confined to the connection's event loop.
 *
 * <p>A signed C1 is only an offer: if S1 carries no digest, the server speaks the simple form, and so do we from
 * there. The content of S2 is never looked at. Holds at most the 1536 bytes of S1.
 */
public final class ClientHandshake {
    /** C1's version field in the signed form: a Flash Player that every server knows, 9.0.124.2. */
    private static final int SIGNED_VERSION = 0x09_00_7c_02;

    private enum Stage {
        S0,
        S1,
        S2,
        DONE
    }

    private final RandomGenerator random;
    private final InstantSource clock;
    private final HandshakeBlock s1 = new HandshakeBlock();
    private int s2Left = HandshakeBlock.BYTES;
    private Stage stage = Stage.S0;
    private HandshakeKind kind;

    /**
     * @param kind the form to offer; every server in use takes {@link HandshakeKind#SIMPLE}
     * @param random fills C1 and C2; no secret hangs on it
     * @param clock gives C1's timestamp
     */
    public ClientHandshake(HandshakeKind kind, RandomGenerator random, InstantSource clock) {
        this.kind = kind;
        this.random = random;
        this.clock = clock;
    }

    /** Writes C0 and C1. Call once, before any {@link #advance}. */
    public void start(ByteBuf out) {
        boolean signed = kind != HandshakeKind.SIMPLE;
        byte[] c1 = HandshakeBlock.create(signed ? SIGNED_VERSION : 0, clock, random);
        if (signed) {
            HandshakeDigest.insert(kind, c1, Signer.CLIENT);
        }
        out.ensureWritable(1 + HandshakeBlock.BYTES);
        out.writeByte(HandshakeVersion.PLAIN);
        out.writeBytes(c1);
    }

    /**
     * Consumes what belongs to the handshake, and not a byte more; what is left in {@code in} afterwards is the chunk
     * stream.
     *
     * @param out takes C2, at most once, as soon as S1 is whole
     * @return true when the handshake is complete
     * @throws dev.headwater.rtmp.ProtocolException NOT_RTMP or BAD_VERSION at the first byte
     */
    public boolean advance(ByteBuf in, ByteBuf out) {
        if (stage == Stage.S0 && in.isReadable()) {
            HandshakeVersion.read(in);
            stage = Stage.S1;
        }
        if (stage == Stage.S1 && s1.fill(in)) {
            answer(s1.take(), out);
            stage = Stage.S2;
        }
        if (stage == Stage.S2) {
            int count = Math.min(s2Left, in.readableBytes());
            in.skipBytes(count);
            s2Left -= count;
            stage = s2Left == 0 ? Stage.DONE : Stage.S2;
        }
        return stage == Stage.DONE;
    }

    /** The form that was offered until S1 has been read, then the form that both speak. */
    public HandshakeKind kind() {
        return kind;
    }

    private void answer(byte[] s1, ByteBuf out) {
        if (kind != HandshakeKind.SIMPLE) {
            kind = HandshakeDigest.detect(s1, Signer.SERVER);
        }
        if (kind == HandshakeKind.SIMPLE) {
            out.writeBytes(s1);
            return;
        }
        byte[] c2 = new byte[HandshakeBlock.BYTES];
        random.nextBytes(c2);
        HandshakeDigest.sign(c2, Signer.CLIENT, kind, s1);
        out.writeBytes(c2);
    }
}
