package dev.headwater.rtmp.handshake;

import dev.headwater.rtmp.handshake.HandshakeDigest.Signer;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The server's side of one handshake (RTMP 1.0, 5.2). Confined to the connection's event loop.
 *
 * <p>Answers in the form that the client speaks: signed if C1 carries a valid digest in either layout, simple in every
 * other case, also when C1 claims a version but carries no digest. S0, S1 and S2 leave together once C1 is whole. The
 * content of C2 is never looked at, because ffmpeg and several encoders send one that does not match.
 *
 * <p>Holds at most the 1536 bytes of C1, and nothing before they start to arrive. There is no clock in here: the
 * connection limits how long the whole handshake may take.
 */
public final class ServerHandshake {
    /** S1's version field in the signed form; a first byte of 3 or more makes players check the digest. */
    private static final int SIGNED_VERSION = 0x04_05_00_01;

    private enum Stage {
        C0,
        C1,
        C2,
        DONE
    }

    private final RandomGenerator random;
    private final InstantSource clock;
    private final HandshakeBlock c1 = new HandshakeBlock();
    private int c2Left = HandshakeBlock.BYTES;
    private Stage stage = Stage.C0;
    private HandshakeKind kind = HandshakeKind.SIMPLE;

    /**
     * @param random fills S1 and S2; no secret hangs on it
     * @param clock gives S1's timestamp
     */
    public ServerHandshake(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * Consumes what belongs to the handshake, and not a byte more; what is left in {@code in} afterwards is the chunk
     * stream.
     *
     * @param out takes S0, S1 and S2, at most once
     * @return true when the handshake is complete
     * @throws dev.headwater.rtmp.ProtocolException NOT_RTMP or BAD_VERSION at the first byte, with nothing answered
     */
    public boolean advance(ByteBuf in, ByteBuf out) {
        if (stage == Stage.C0 && in.isReadable()) {
            HandshakeVersion.read(in);
            stage = Stage.C1;
        }
        if (stage == Stage.C1 && c1.fill(in)) {
            answer(c1.take(), out);
            stage = Stage.C2;
        }
        if (stage == Stage.C2) {
            int count = Math.min(c2Left, in.readableBytes());
            in.skipBytes(count);
            c2Left -= count;
            stage = c2Left == 0 ? Stage.DONE : Stage.C2;
        }
        return stage == Stage.DONE;
    }

    /** The form that was answered; {@link HandshakeKind#SIMPLE} until C1 has been read. */
    public HandshakeKind kind() {
        return kind;
    }

    private void answer(byte[] c1, ByteBuf out) {
        kind = HandshakeBlock.hasVersion(c1) ? HandshakeDigest.detect(c1, Signer.CLIENT) : HandshakeKind.SIMPLE;
        out.ensureWritable(1 + 2 * HandshakeBlock.BYTES);
        out.writeByte(HandshakeVersion.PLAIN);
        if (kind == HandshakeKind.SIMPLE) {
            out.writeBytes(HandshakeBlock.create(0, clock, random));
            out.writeBytes(c1);
            return;
        }
        byte[] s1 = HandshakeBlock.create(SIGNED_VERSION, clock, random);
        HandshakeDigest.insert(kind, s1, Signer.SERVER);
        out.writeBytes(s1);
        byte[] s2 = new byte[HandshakeBlock.BYTES];
        random.nextBytes(s2);
        HandshakeDigest.sign(s2, Signer.SERVER, kind, c1);
        out.writeBytes(s2);
    }
}
