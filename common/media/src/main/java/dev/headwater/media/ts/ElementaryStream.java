package dev.headwater.media.ts;

import dev.headwater.media.MediaFrame;

/** A track of the segment that is written. */
sealed interface ElementaryStream permits PictureStream, SoundStream {
    /** Whether the frame is the track's. */
    boolean takes(MediaFrame frame);

    void write(MediaFrame frame, PacketWriter packets);

    /** There are no more frames. */
    void end(PacketWriter packets);
}
