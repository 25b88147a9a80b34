package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Map;

/** A command of a client: a closed family (RTMP 1.0, 7.2). Skeleton: grows to every command of the protocol. */
public sealed interface Command {
    double transactionId();

    /**
     * @param properties the command object as received; {@code app} and {@code tcUrl} are among them
     */
    record Connect(double transactionId, String app, String tcUrl, Map<String, AmfValue> properties)
            implements Command {}

    /** {@code name} is the raw stream name with its query, as received. */
    record Publish(double transactionId, int streamId, String name, PublishType type) implements Command {}

    /** {@code name} is the raw stream name with its query, as received. */
    record Play(double transactionId, int streamId, String name, double start, double duration, boolean reset)
            implements Command {}
}
