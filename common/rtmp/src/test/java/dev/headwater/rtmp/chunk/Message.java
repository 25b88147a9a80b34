package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBufUtil;

/** A message as the chunk layer sees it, comparable. Payload in hex. */
record Message(int typeId, int streamId, int timestamp, String payload) {
    static Message of(int typeId, int streamId, int timestamp, byte[] payload) {
        return new Message(typeId, streamId, timestamp, ByteBufUtil.hexDump(payload));
    }

    byte[] bytes() {
        return ByteBufUtil.decodeHexDump(payload);
    }
}
