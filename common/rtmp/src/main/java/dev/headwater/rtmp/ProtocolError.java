package dev.headwater.rtmp;

/** Why a peer was at fault. The name is the {@code reason} in logs and metrics, so it is part of the operator's interface. */
public enum ProtocolError {
    BAD_VERSION,
    BAD_HANDSHAKE,
    BAD_CHUNK,
    TOO_MANY_CHUNK_STREAMS,
    TOO_MUCH_PARTIAL_DATA,
    BAD_CHUNK_SIZE,
    MESSAGE_TOO_LARGE,
    BAD_CONTROL_MESSAGE,
    BAD_ACK_WINDOW,
    BAD_AMF,
    AMF_LIMIT,
    BAD_COMMAND,
    OUT_OF_ORDER,
    TOO_MANY_MESSAGE_STREAMS,
    FLOOD,
    BAD_NAME,
    NOT_RTMP
}
