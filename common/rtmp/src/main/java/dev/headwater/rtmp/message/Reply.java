package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;

/** What a server says to a client by command messages: a closed family (RTMP 1.0, 7.2; rtmp.md 7). */
public sealed interface Reply {
    /**
     * Success of the command with the same transaction id.
     *
     * @param properties the command object: the server's properties after connect, else null
     * @param info the value of the call: a status after connect, the id after createStream
     */
    record Result(double transactionId, AmfValue properties, AmfValue info) implements Reply {}

    /** Failure of the command with the same transaction id. */
    record Failure(double transactionId, AmfValue properties, Status status) implements Reply {}

    /** News of a message stream, or of the connection when {@code streamId} is 0. */
    record OnStatus(int streamId, Status status) implements Reply {}

    record OnFCPublish(Status status) implements Reply {}

    record OnFCUnpublish(Status status) implements Reply {}

    record OnFCSubscribe(Status status) implements Reply {}

    record OnFCUnsubscribe(Status status) implements Reply {}

    /** A bandwidth probe; the client answers with an empty result. */
    record OnBWCheck(double transactionId) implements Reply {}

    /** The bandwidth check is over, or none will happen. */
    record OnBWDone() implements Reply {}

    /** Answer to librtmp's {@code set_playlist}. */
    record PlaylistReady() implements Reply {}

    /** The server closes the connection. */
    record Close() implements Reply {}

    /** A call of the server that we do not know. */
    record Unsupported(double transactionId, String name) implements Reply {}
}
