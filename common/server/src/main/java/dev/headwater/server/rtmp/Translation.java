package dev.headwater.server.rtmp;

import dev.headwater.media.FrameKind;
import dev.headwater.rtmp.message.MediaMessage;

/** The one place where RTMP messages and frames of a stream meet: the wire and the stream do not know each other. */
public final class Translation {
    private Translation() {}

    public static FrameKind frameKind(MediaMessage.Kind kind) {
        return switch (kind) {
            case AUDIO -> FrameKind.AUDIO;
            case VIDEO -> FrameKind.VIDEO;
            case DATA -> FrameKind.DATA;
        };
    }

    public static MediaMessage.Kind messageKind(FrameKind kind) {
        return switch (kind) {
            case AUDIO -> MediaMessage.Kind.AUDIO;
            case VIDEO -> MediaMessage.Kind.VIDEO;
            case DATA -> MediaMessage.Kind.DATA;
        };
    }
}
