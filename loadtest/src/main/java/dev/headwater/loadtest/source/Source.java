package dev.headwater.loadtest.source;

import dev.headwater.media.MediaFrame;
import java.util.List;

/** An endless sequence of frames for one publisher. Confined to the publisher's event loop. */
public interface Source {
    /** Metadata and sequence headers, to be sent before everything else. */
    List<MediaFrame> headers();

    /** When the next frame is due, in nanoseconds after the first. Never goes back. */
    long nextDueNanos();

    /** The next frame, stamped as sent now. Its timestamp is that of its due time, however late it is. */
    MediaFrame next();
}
