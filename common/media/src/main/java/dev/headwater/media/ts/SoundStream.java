package dev.headwater.media.ts;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackClock;
import dev.headwater.media.format.TrackFormat;
import java.util.List;

/** Audio, its frames gathered: a PES packet for each would cost more than many a frame. Confined to its caller. */
final class SoundStream implements ElementaryStream {
    /** MPEG audio of any kind. */
    private static final int MPEG_STREAM_ID = 0xC0;

    private static final int PRIVATE_STREAM_ID = 0xBD;

    /** How much sound goes into a packet, as long as its clock stays within its bound, in units of 90 kHz. */
    private static final long MAX_GATHERED = 80 * 90;

    private final TrackFormat track;
    private final Pid pid;
    private final int streamId;
    private final SoundFraming framing;
    private final TrackClock clock;

    private final Bytes gathered = new Bytes(1 << 12);
    private final Bytes pes = new Bytes(1 << 12);
    private long gatheredFrom;

    /** @param frames those of the track, not empty */
    SoundStream(TrackFormat track, Pid pid, List<MediaFrame> frames) {
        this.track = track;
        this.pid = pid;
        this.streamId = switch (track.codec()) {
            case AAC, MP3 -> MPEG_STREAM_ID;
            default -> PRIVATE_STREAM_ID;
        };
        this.framing = SoundFraming.of(track);
        this.clock = new TrackClock(track, frames);
    }

    @Override
    public boolean takes(MediaFrame frame) {
        return track.takes(frame);
    }

    @Override
    public void write(MediaFrame frame, PacketWriter packets) {
        long time = clock.next(frame) * 90_000 / track.timescale();
        int length = frame.payload().length - frame.bodyStart();
        if (length > framing.maxFrameBytes()) {
            return;
        }
        boolean isFull = gathered.size() + framing.bytes(length) > PesHeader.MAX_PAYLOAD_BYTES;
        if (isFull || time - gatheredFrom >= MAX_GATHERED) {
            end(packets);
        }
        if (gathered.size() == 0) {
            gatheredFrom = time;
        }
        framing.header(length, gathered);
        gathered.put(frame.payload(), frame.bodyStart(), length);
    }

    @Override
    public void end(PacketWriter packets) {
        if (gathered.size() == 0) {
            return;
        }
        pes.clear();
        PesHeader.sound(streamId, gatheredFrom, gathered.size(), pes);
        pes.put(gathered.array(), 0, gathered.size());
        gathered.clear();
        packets.pes(pid, gatheredFrom, true, pes);
    }
}
