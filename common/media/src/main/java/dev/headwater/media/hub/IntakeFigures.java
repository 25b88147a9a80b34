package dev.headwater.media.hub;

import dev.headwater.media.format.AudioFormat;
import dev.headwater.media.format.VideoFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * What comes into a stream. Formats, pictures and groups are those of the default tracks.
 *
 * @param video empty while there is none
 * @param audio the same
 * @param videoBitsPerSecond payloads of all tracks, as RTMP carries them, over {@code window}
 * @param audioBitsPerSecond the same
 * @param picturesPerSecond by their timestamps; 0 if unknown
 * @param gop from key frame to key frame, the last time; zero if there were not two
 * @param gopPictures pictures in it
 * @param window what the rates were measured over: the last ten seconds, or as long as there were frames; zero if none came in
 *     the last three
 * @param withheldFrames of the source that were passed on to nobody, since the beginning
 */
public record IntakeFigures(
        Optional<VideoFormat> video,
        Optional<AudioFormat> audio,
        long videoBitsPerSecond,
        long audioBitsPerSecond,
        double picturesPerSecond,
        Duration gop,
        int gopPictures,
        Duration window,
        long withheldFrames) {
    /** Nothing came yet. */
    public static final IntakeFigures NONE =
            new IntakeFigures(Optional.empty(), Optional.empty(), 0, 0, 0, Duration.ZERO, 0, Duration.ZERO, 0);

    /** The same of a source that has fallen silent. */
    IntakeFigures silent() {
        return new IntakeFigures(video, audio, 0, 0, 0, gop, gopPictures, Duration.ZERO, withheldFrames);
    }
}
