package dev.headwater.loadtest.check;

import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Segments of one track, as simple as they may be. */
public final class MadeUpSegments {
    private static final int TRUN_HEAD = 20;
    private static final int PACKET = 188;

    private MadeUpSegments() {}

    /** The next {@code count} stamped frames of a source of pictures. */
    public static List<MediaFrame> pictures(GeneratedSource source, int count) {
        return Stream.generate(source::next)
                .filter(frame -> frame.kind() == FrameKind.VIDEO)
                .limit(count)
                .toList();
    }

    static GeneratedSource source() {
        return new GeneratedSource(new Shape(300, 25, Duration.ofSeconds(1), false));
    }

    /** A moof and its mdat. */
    public static byte[] fragment(int sequence, long time, List<MediaFrame> frames) {
        var samples = frames.stream().map(MadeUpSegments::sample).toList();
        int total = samples.stream().mapToInt(sample -> sample.length).sum();
        var run = ByteBuffer.allocate(12 + samples.size() * 4);
        run.putInt(0x201).putInt(samples.size()).putInt(moofBytes(samples.size()) + 8);
        samples.forEach(sample -> run.putInt(sample.length));
        byte[] header = ByteBuffer.allocate(8).putInt(0x020000).putInt(1).array();
        byte[] decodeTime =
                ByteBuffer.allocate(12).putInt(1 << 24).putLong(time).array();
        byte[] fragmentHeader =
                ByteBuffer.allocate(8).putInt(0).putInt(sequence).array();
        byte[] track = box("traf", box("tfhd", header), box("tfdt", decodeTime), box("trun", run.array()));
        var data = ByteBuffer.allocate(total);
        samples.forEach(data::put);
        return join(box("moof", box("mfhd", fragmentHeader), track), box("mdat", data.array()));
    }

    private static int moofBytes(int samples) {
        return 8 + 16 + 8 + 16 + 20 + TRUN_HEAD + samples * 4;
    }

    public static byte[] box(String type, byte[]... parts) {
        byte[] body = join(parts);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .array();
    }

    /** A table packet, then each frame in packets of PID 256. */
    static byte[] transportStream(List<MediaFrame> frames) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(packet(0, true, 0, new byte[] {0, 0}));
        int counter = 0;
        for (var frame : frames) {
            byte[] pes = pes(frame);
            for (int at = 0; at < pes.length; at += PACKET - 4) {
                byte[] piece = Arrays.copyOfRange(pes, at, Math.min(at + PACKET - 4, pes.length));
                out.writeBytes(packet(256, at == 0, counter++ & 15, piece));
            }
        }
        return out.toByteArray();
    }

    private static byte[] packet(int pid, boolean starts, int counter, byte[] payload) {
        byte[] packet = new byte[PACKET];
        Arrays.fill(packet, (byte) 0xFF);
        packet[0] = 0x47;
        packet[1] = (byte) ((starts ? 0x40 : 0) | pid >> 8);
        packet[2] = (byte) pid;
        packet[3] = (byte) (0x10 | counter);
        System.arraycopy(payload, 0, packet, 4, payload.length);
        return packet;
    }

    private static byte[] pes(MediaFrame frame) {
        long time = frame.timestampMs() * 90;
        byte[] head = {
            0,
            0,
            1,
            (byte) 0xE0,
            0,
            0,
            (byte) 0x80,
            (byte) 0x80,
            5,
            (byte) (0x21 | (time >> 29 & 0x0E)),
            (byte) (time >> 22),
            (byte) (1 | time >> 14),
            (byte) (time >> 7),
            (byte) (1 | time << 1)
        };
        return join(head, sample(frame));
    }

    private static byte[] sample(MediaFrame frame) {
        return Arrays.copyOfRange(frame.payload(), frame.bodyStart(), frame.payload().length);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
