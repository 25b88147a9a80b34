package dev.headwater.loadtest.check;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.util.Set;

/** Holds the frames of one player against what a stream must be. Confined to the player's event loop. */
public final class StreamCheck {
    /** The sequence of a frame without send stamp. */
    public static final long NO_SEQUENCE = -1;

    private static final Set<Codec> NEED_A_HEADER = Set.of(Codec.AVC, Codec.HEVC, Codec.VVC, Codec.AV1, Codec.AAC);

    /** Takes what is found. */
    @FunctionalInterface
    public interface Faults {
        void found(Fault fault, long count);
    }

    /** What is remembered of audio, and of video. */
    private static final class Track {
        private boolean header;
        private boolean frame;
        private int timestamp;
    }

    private final Faults faults;
    private final Track audio = new Track();
    private final Track video = new Track();
    private final SequenceCheck sequences;

    public StreamCheck(Faults faults) {
        this.faults = faults;
        sequences = new SequenceCheck(faults);
    }

    /**
     * Takes the next frame, in the order of the wire.
     *
     * @param sequence of its send stamp, or {@link #NO_SEQUENCE}
     */
    public void frame(MediaFrame frame, long sequence) {
        switch (frame.kind()) {
            case AUDIO -> media(audio, frame);
            case VIDEO -> {
                media(video, frame);
                if (sequence != NO_SEQUENCE) {
                    sequences.next(sequence);
                }
            }
            case DATA -> {}
        }
    }

    private void media(Track track, MediaFrame frame) {
        if (frame.isSequenceHeader()) {
            track.header = true;
            return;
        }
        if (!isCoded(frame)) {
            return;
        }
        int timestamp = (int) frame.timestampMs();
        if (!track.frame) {
            track.frame = true;
            firstOf(track, frame);
        } else if (timestamp - track.timestamp < 0) { // unsigned 32 bits, which go round
            faults.found(Fault.TIMESTAMP_BACK, 1);
        }
        track.timestamp = timestamp;
    }

    private void firstOf(Track track, MediaFrame frame) {
        if (!track.header && NEED_A_HEADER.contains(frame.codec())) {
            faults.found(Fault.NO_SEQUENCE_HEADER, 1);
        }
        if (frame.kind() == FrameKind.VIDEO && !frame.isKeyFrame()) {
            faults.found(Fault.NO_KEY_FRAME_FIRST, 1);
        }
    }

    /** Whether it is a picture or sound, and no word about them. */
    private static boolean isCoded(MediaFrame frame) {
        return frame.codec() != Codec.NONE
                && !frame.isEndOfSequence()
                && !frame.isVideoMetadata()
                && !frame.isMultichannelConfig();
    }
}
