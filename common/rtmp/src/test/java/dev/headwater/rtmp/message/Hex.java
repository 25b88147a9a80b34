package dev.headwater.rtmp.message;

import io.netty.buffer.ByteBufUtil;

/** Bytes as tests write them: hex in which spaces mean nothing. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String hex) {
        return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    }

    static String of(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }

    static String plain(String hex) {
        return hex.replace(" ", "");
    }
}
