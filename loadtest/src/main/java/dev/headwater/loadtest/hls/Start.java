package dev.headwater.loadtest.hls;

/**
 * Where a player begins.
 *
 * @param number of the segment
 * @param offsetMs of a part within it; 0 is the first
 */
record Start(long number, long offsetMs) {
    /** As close to the end of a playlist as it says that one should, and where one can begin. */
    static Start in(MediaPlaylist playlist, boolean lowLatency) {
        boolean byParts = lowLatency && playlist.partHoldBackMs() > 0;
        long wanted = byParts ? playlist.partHoldBackMs() : playlist.holdBackMs();
        long held = 0;
        for (var segment : playlist.segments().reversed()) {
            if (byParts && !segment.parts().isEmpty()) {
                long offset = segment.knownMs();
                for (var part : segment.parts().reversed()) {
                    held += part.durationMs();
                    offset -= part.durationMs();
                    if (held >= wanted && part.independent()) {
                        return new Start(segment.number(), Math.max(offset, 0));
                    }
                }
            } else if (segment.isComplete()) {
                held += segment.durationMs();
                if (held >= wanted) {
                    return new Start(segment.number(), 0);
                }
            }
        }
        return new Start(playlist.firstNumber(), 0);
    }

    /** The part at this place in the playlist of another rendition, whose parts are not cut alike. */
    int partIn(MediaPlaylist playlist) {
        for (var segment : playlist.segments()) {
            if (segment.number() == number) {
                long offset = 0;
                for (int part = 0; part < segment.parts().size(); part++) {
                    long length = segment.parts().get(part).durationMs();
                    if (offset + length / 2 >= offsetMs) {
                        return part;
                    }
                    offset += length;
                }
            }
        }
        return 0;
    }
}
