package dev.headwater.deploy.client;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;

/** A timeline that begins with the first frame of a stream or file that is media. Confined to one thread. */
final class Timeline {
    private long beginMs = -1;

    /** Whether it is coded audio or video: neither data nor a header, which say what is to come and not that it comes. */
    static boolean isMedia(MediaFrame frame) {
        return frame.kind() != FrameKind.DATA && !frame.isSequenceHeader();
    }

    /** When the frame is on this timeline, in milliseconds; 0 for what precedes its begin. */
    long at(MediaFrame frame) {
        if (beginMs < 0 && isMedia(frame)) {
            beginMs = frame.timestampMs();
        }
        return beginMs < 0 ? 0 : Math.max(0, frame.timestampMs() - beginMs);
    }
}
