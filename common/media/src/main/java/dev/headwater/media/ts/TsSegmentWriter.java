package dev.headwater.media.ts;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.AacConfiguration;
import dev.headwater.media.format.TrackFormat;
import java.util.ArrayList;
import java.util.List;

/** Writes segments of MPEG-TS: video, audio, or both. Stateless and thread-safe. */
public final class TsSegmentWriter {
    private static final int VIDEO_PID = 0x100;
    private static final int AUDIO_PID = 0x101;

    /** What packets take besides their payload, and some for tables: about an eighth. */
    private static final int OVERHEAD_SHIFT = 3;

    private static final int MAX_OPUS_CHANNELS = 8;

    private TsSegmentWriter() {}

    /** Whether MPEG-TS has a form for the track that players know. */
    public static boolean takes(TrackFormat track) {
        return switch (track.codec()) {
            case AVC, HEVC, MP3, AC3, EAC3 -> true;
            case AAC ->
                AacConfiguration.read(track.record())
                        .filter(SoundFraming.Adts::takes)
                        .isPresent();
            case OPUS -> track.channels() <= MAX_OPUS_CHANNELS;
            default -> false;
        };
    }

    /**
     * A whole segment.
     *
     * @param tracks at most one of video and one of audio, each {@linkplain #takes taken}
     * @param frames in the order in which they are to be sent; those that are no coded media of the tracks are passed over
     */
    public static byte[] write(List<TrackFormat> tracks, List<MediaFrame> frames) {
        var out = new Bytes(capacity(frames));
        var packets = new PacketWriter(out);
        var tables = new ProgramTables();
        var streams = new ArrayList<ElementaryStream>();
        boolean hasVideo = tracks.stream().anyMatch(track -> track.kind() == FrameKind.VIDEO);
        for (var track : tracks) {
            boolean isVideo = track.kind() == FrameKind.VIDEO;
            var pid = new Pid(isVideo ? VIDEO_PID : AUDIO_PID, isVideo || !hasVideo);
            tables.add(track, pid);
            var own = frames.stream().filter(track::takes).toList();
            if (!own.isEmpty()) {
                streams.add(isVideo ? new PictureStream(track, pid, own) : new SoundStream(track, pid, own));
            }
        }
        tables.write(packets);
        for (var frame : frames) {
            for (var stream : streams) {
                if (stream.takes(frame)) {
                    stream.write(frame, packets);
                }
            }
        }
        streams.forEach(stream -> stream.end(packets));
        return out.toArray();
    }

    private static int capacity(List<MediaFrame> frames) {
        long payload = 4L * PacketWriter.PACKET_BYTES;
        for (var frame : frames) {
            payload += frame.payload().length;
        }
        return (int) Math.min(payload + (payload >> OVERHEAD_SHIFT), Integer.MAX_VALUE - 8);
    }
}
