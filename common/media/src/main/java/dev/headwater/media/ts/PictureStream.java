package dev.headwater.media.ts;

import dev.headwater.media.Codec;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.NalUnits;
import dev.headwater.media.format.ParameterSets;
import dev.headwater.media.format.TrackClock;
import dev.headwater.media.format.TrackFormat;
import java.util.List;

/**
 * H.264 or HEVC, one PES packet for each picture: its NAL units behind start codes (H.264, annex B), after a delimiter and, where a decoder
 * may start, the track's parameter sets (ISO/IEC 13818-1, 2.14 and 2.17). Confined to its caller.
 */
final class PictureStream implements ElementaryStream {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    /** Access unit delimiters that allow any kind of slice. */
    private static final byte[] AVC_DELIMITER = {0, 0, 0, 1, 9, (byte) 0xF0};

    private static final byte[] HEVC_DELIMITER = {0, 0, 0, 1, 0x46, 1, 0x50};

    private static final int AVC_DELIMITER_TYPE = 9;
    private static final int HEVC_DELIMITER_TYPE = 35;

    private static final int STREAM_ID = 0xE0;

    private final TrackFormat track;
    private final Pid pid;
    private final ParameterSets sets;
    private final TrackClock clock;
    private final Bytes pes = new Bytes(1 << 14);

    /** @param frames those of the track, not empty */
    PictureStream(TrackFormat track, Pid pid, List<MediaFrame> frames) {
        this.track = track;
        this.pid = pid;
        this.sets = ParameterSets.of(track);
        this.clock = new TrackClock(track, frames);
    }

    @Override
    public boolean takes(MediaFrame frame) {
        return track.takes(frame);
    }

    @Override
    public void write(MediaFrame frame, PacketWriter packets) {
        var units = new NalUnits(frame.payload(), frame.bodyStart(), frame.payload().length, sets.lengthBytes());
        if (!nextButDelimiter(units)) {
            return;
        }
        long decoded = clock.next(frame);
        long shown = decoded + Math.max(0, frame.compositionTimeMs()) * 90L;
        pes.clear();
        PesHeader.picture(STREAM_ID, decoded, shown, pes);
        pes.put(track.codec() == Codec.AVC ? AVC_DELIMITER : HEVC_DELIMITER);
        if (frame.isKeyFrame()) {
            pes.put(sets.annexB());
        }
        do {
            pes.put(START_CODE);
            pes.put(frame.payload(), units.start(), units.length());
        } while (nextButDelimiter(units));
        packets.pes(pid, decoded, frame.isKeyFrame(), pes);
    }

    private boolean nextButDelimiter(NalUnits units) {
        while (units.next()) {
            boolean isDelimiter = track.codec() == Codec.AVC
                    ? (units.header() & 0x1F) == AVC_DELIMITER_TYPE
                    : (units.header() >> 1 & 0x3F) == HEVC_DELIMITER_TYPE;
            if (!isDelimiter) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void end(PacketWriter packets) {
        // each picture is out already
    }
}
