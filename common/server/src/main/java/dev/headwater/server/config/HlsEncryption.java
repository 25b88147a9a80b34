package dev.headwater.server.config;

/** How segments of HLS are encrypted. */
public enum HlsEncryption {
    NONE,
    AES_128
}
