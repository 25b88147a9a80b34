package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.MediaMessage;

/**
 * The chunk stream ids that we send on, as most peers use them (rtmp.md 3.1). Below 32, since nginx-rtmp closes above.
 *
 * <p>A session uses {@link #CONTROL}, {@link #COMMAND}, {@link #STATUS} and {@link #STREAM_COMMAND}. A server session leaves
 * the ids of media to whoever fans frames out.
 */
public final class ChunkStreamId {
    public static final int CONTROL = 2;
    public static final int COMMAND = 3;
    public static final int AUDIO = 4;
    public static final int STATUS = 5;
    public static final int VIDEO = 6;
    public static final int DATA = 7;
    public static final int STREAM_COMMAND = 8;

    private ChunkStreamId() {}

    public static int of(MediaMessage.Kind kind) {
        return switch (kind) {
            case AUDIO -> AUDIO;
            case VIDEO -> VIDEO;
            case DATA -> DATA;
        };
    }
}
