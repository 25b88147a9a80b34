package dev.headwater.media.hub;

import dev.headwater.media.Codec;

/** How far one kind of a stream's frames has come. Confined to the source's loop. */
final class SourceTrack {
    /** Position of the newest frame that was passed on, or -1. */
    long newestMs = -1;

    /** The same at the last interruption: whatever is not above was passed on before it. */
    long deliveredMs = -1;

    /** Of track 0. */
    Codec codec = Codec.NONE;

    /** Whether frames came since the last interruption. */
    boolean seen;

    void interrupted() {
        deliveredMs = newestMs;
        seen = false;
    }
}
