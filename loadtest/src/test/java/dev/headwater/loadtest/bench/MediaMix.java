package dev.headwater.loadtest.bench;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of 1 Mbit/s as an encoder sends them: H.264 of 25 frames a second with a key frame every 2 s, and AAC of 43 frames
 * a second, in the order of their times.
 */
final class MediaMix {
    static final int VIDEO_PER_SECOND = 25;
    static final int AUDIO_PER_SECOND = 43;
    static final int PER_SECOND = VIDEO_PER_SECOND + AUDIO_PER_SECOND;

    /** How long a group of pictures is. */
    static final int GOP_SECONDS = 2;

    private static final int GOP_FRAMES = GOP_SECONDS * VIDEO_PER_SECOND;
    private static final int KEY_BYTES = 30_000;
    private static final int INTER_BYTES = 4_300;
    private static final int AUDIO_BYTES = 112;

    private MediaMix() {}

    /** The headers of both codecs. */
    static List<MediaFrame> headers() {
        return List.of(
                MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()),
                MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader()));
    }

    /** Whole seconds of both, from a key frame on. */
    static List<MediaFrame> frames(int seconds) {
        var frames = new ArrayList<MediaFrame>(seconds * PER_SECOND);
        int audio = 0;
        for (int video = 0; video < seconds * VIDEO_PER_SECOND; video++) {
            frames.add(MediaFrame.of(FrameKind.VIDEO, video * 1_000L / VIDEO_PER_SECOND, picture(video)));
            for (; audio * VIDEO_PER_SECOND < (video + 1) * AUDIO_PER_SECOND; audio++) {
                byte[] sound = Arrays.copyOf(Payloads.aacFrame(audio), AUDIO_BYTES);
                frames.add(MediaFrame.of(FrameKind.AUDIO, audio * 1_000L / AUDIO_PER_SECOND, sound));
            }
        }
        return frames;
    }

    private static byte[] picture(int number) {
        return number % GOP_FRAMES == 0
                ? Payloads.avcKeyFrame(number, KEY_BYTES)
                : Payloads.avcInterFrame(number, INTER_BYTES);
    }
}
