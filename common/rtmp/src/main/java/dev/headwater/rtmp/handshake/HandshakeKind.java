package dev.headwater.rtmp.handshake;

/** Which of the handshakes in use two peers speak. */
public enum HandshakeKind {
    /** As in the specification: blocks are echoed, nothing is signed (RTMP 1.0, 5.2). */
    SIMPLE,
    /** Signed, digest in the first half of C1 and S1: ffmpeg, librtmp, Flash Media Server. */
    DIGEST_FIRST,
    /** Signed, digest in the second half, behind the public key: later Flash Players. */
    KEY_FIRST
}
