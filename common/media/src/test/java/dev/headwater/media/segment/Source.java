package dev.headwater.media.segment;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The frames of a regular encoder: a picture every 40 ms, AAC every 21.3 ms, in the order of their times.
 *
 * @param gopMs from key frame to key frame, a multiple of 40 or not: the first picture at or after each multiple is one
 */
public record Source(long gopMs, boolean video, boolean audio) {
    public static final int STEP_MS = 40;

    public static Source of(long gopMs) {
        return new Source(gopMs, true, true);
    }

    public List<MediaFrame> headers() {
        var headers = new ArrayList<MediaFrame>();
        if (video) {
            headers.add(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));
        }
        if (audio) {
            headers.add(MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader()));
        }
        return headers;
    }

    /** Frames from one position to another. */
    public List<MediaFrame> frames(long fromMs, long toMs) {
        var frames = new ArrayList<MediaFrame>();
        for (long i = Math.ceilDiv(fromMs, STEP_MS); video && i * STEP_MS < toMs; i++) {
            frames.add(picture(i * STEP_MS));
        }
        for (long i = Math.ceilDiv(fromMs * 48, 1_024); audio && i * 1_024 / 48 < toMs; i++) {
            frames.add(MediaFrame.of(FrameKind.AUDIO, i * 1_024 / 48, Payloads.aacFrame((int) i)));
        }
        frames.sort(Comparator.comparingLong(MediaFrame::timestampMs));
        return frames;
    }

    private MediaFrame picture(long ms) {
        boolean key = ms % gopMs < STEP_MS;
        int counter = (int) (ms / STEP_MS);
        return MediaFrame.of(
                FrameKind.VIDEO, ms, key ? Payloads.avcKeyFrame(counter) : Payloads.avcInterFrame(counter));
    }
}
