package dev.headwater.rtmp.chunk;

/** Takes whole messages as the chunk layer sees them: no meaning yet. */
@FunctionalInterface
public interface RawMessageSink {
    /**
     * @param typeId message type, 0 to 255 (RTMP 1.0, 6.1)
     * @param streamId message stream id
     * @param timestamp milliseconds, unsigned 32-bit, wraps
     * @param payload on the heap, owned by the receiver
     */
    void message(int typeId, int streamId, int timestamp, byte[] payload);
}
