package dev.headwater.rtmp.chunk;

/** How much of a message goes into one chunk, in either direction (RTMP 1.0, 5.4.1). */
final class ChunkSize {
    /** Of both directions until somebody says otherwise, in bytes. */
    static final int INITIAL = 128;

    /** The longest message, so a larger chunk means nothing more, in bytes. */
    static final int MAX = 0xFF_FFFF;

    private ChunkSize() {}
}
