package dev.headwater.media.segment;

import dev.headwater.media.MediaFrame;

/** Takes the frames of one kind, segment by segment. Confined to the segmenter. */
interface TrackSink {
    /** A track without a frame in so many segments in a row is not offered to players that come then. */
    int SILENT_SEGMENTS = 2;

    /** A segment begins; the one before is finished or broken off. */
    void begin(Cut cut);

    /** The next frame of the segment. */
    void add(MediaFrame frame);

    /** The segment is over, if one has begun: its last frame lasts until {@code endMs}. */
    void finish(long endMs);

    /** Frames are missing: the segment cannot be delivered. */
    void breakOff();
}
