package dev.headwater.loadtest.source;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.DataMessages;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/**
 * H.264 and AAC as far as servers and demuxers look: true sequence headers, one slice a frame with its length before it, a
 * key frame at the start of each GOP. The slices hold no picture. Confined to the publisher's event loop.
 */
public final class GeneratedSource implements Source {
    /** Main profile, level 3.1, 1280x720: one SPS, one PPS. */
    private static final byte[] AVC_SEQUENCE_HEADER = HexFormat.of()
            .parseHex("1700000000" + "014d401fffe10017674d401fda014016ec0440000003004000000c83c60ca801000468ef3c80");

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int AVC_CODEC_ID = 7;

    /** AAC-LC, 44,100 Hz, stereo. */
    private static final byte[] AAC_SEQUENCE_HEADER = HexFormat.of().parseHex("af001210");

    private static final int AAC_CODEC_ID = 10;
    private static final int SAMPLE_RATE = 44_100;
    private static final int SAMPLES_PER_FRAME = 1_024;

    /** Tag header, room for the NAL unit's length, and the start of an IDR or another slice. */
    private static final byte[] KEY_FRAME = HexFormat.of().parseHex("1701000000" + "00000000" + "658884");

    private static final byte[] INTER_FRAME = HexFormat.of().parseHex("2701000000" + "00000000" + "419a21");

    /** Tag header and the start of a silent frame. */
    private static final byte[] AUDIO_FRAME = HexFormat.of().parseHex("af01211004608c1c");

    private static final int TAG_HEADER_BYTES = 5;
    private static final int LENGTH_BYTES = 4;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Shape shape;
    private final long publication;
    private final byte[] keyFrame;
    private final byte[] interFrame;
    private final byte[] audioFrame;
    private long videoFrames;
    private long audioFrames;

    /** Of a publisher who publishes once. */
    public GeneratedSource(Shape shape) {
        this(shape, 0);
    }

    /** @param publication which one it is of its stream, so that a player can tell them apart: 0 to 2^28 - 1 */
    public GeneratedSource(Shape shape, long publication) {
        this.shape = shape;
        this.publication = publication;
        keyFrame = video(KEY_FRAME, shape.keyFrameBytes());
        interFrame = video(INTER_FRAME, shape.interFrameBytes());
        long audioBytes = shape.audioKbps() * 1_000L / Byte.SIZE * SAMPLES_PER_FRAME / SAMPLE_RATE;
        audioFrame = filled(AUDIO_FRAME, (int) audioBytes);
    }

    @Override
    public List<MediaFrame> headers() {
        var metadata = MediaFrame.of(
                FrameKind.DATA, 0, DataMessages.write(AmfValue.text(DataMessages.ON_META_DATA), metadata()));
        var video = MediaFrame.of(FrameKind.VIDEO, 0, AVC_SEQUENCE_HEADER);
        return shape.audio()
                ? List.of(metadata, video, MediaFrame.of(FrameKind.AUDIO, 0, AAC_SEQUENCE_HEADER))
                : List.of(metadata, video);
    }

    private AmfValue metadata() {
        var properties = new AmfProperties()
                .put("width", WIDTH)
                .put("height", HEIGHT)
                .put("framerate", shape.fps())
                .put("videocodecid", AVC_CODEC_ID)
                .put("videodatarate", shape.kbps() - shape.audioKbps());
        if (shape.audio()) {
            properties
                    .put("audiocodecid", AAC_CODEC_ID)
                    .put("audiodatarate", shape.audioKbps())
                    .put("audiosamplerate", SAMPLE_RATE)
                    .put("stereo", true);
        }
        return properties.put("encoder", "headwater load").ecmaArray();
    }

    @Override
    public long nextDueNanos() {
        return isVideoNext() ? videoDueNanos() : audioDueNanos();
    }

    @Override
    public MediaFrame next() {
        long timestampMs = nextDueNanos() / NANOS_PER_MILLI;
        if (!isVideoNext()) {
            audioFrames++;
            return MediaFrame.of(FrameKind.AUDIO, timestampMs, audioFrame);
        }
        byte[] payload = (videoFrames % shape.gopFrames() == 0 ? keyFrame : interFrame).clone();
        SendStamp.write(payload, KEY_FRAME.length, videoFrames, publication);
        videoFrames++;
        return MediaFrame.of(FrameKind.VIDEO, timestampMs, payload);
    }

    private boolean isVideoNext() {
        return !shape.audio() || videoDueNanos() <= audioDueNanos();
    }

    private long videoDueNanos() {
        return videoFrames * NANOS_PER_SECOND / shape.fps();
    }

    private long audioDueNanos() {
        long samples = audioFrames * SAMPLES_PER_FRAME;
        return samples / SAMPLE_RATE * NANOS_PER_SECOND + samples % SAMPLE_RATE * NANOS_PER_SECOND / SAMPLE_RATE;
    }

    private static byte[] video(byte[] start, int bytes) {
        byte[] frame = filled(start, Math.max(bytes, start.length + SendStamp.BYTES));
        ByteBuffer.wrap(frame).putInt(TAG_HEADER_BYTES, frame.length - TAG_HEADER_BYTES - LENGTH_BYTES);
        return frame;
    }

    /** Bytes that make no start code. */
    private static byte[] filled(byte[] start, int bytes) {
        byte[] frame = new byte[Math.max(bytes, start.length)];
        System.arraycopy(start, 0, frame, 0, start.length);
        for (int i = start.length; i < frame.length; i++) {
            frame[i] = (byte) (0x80 | (i * 31 & 0x7F));
        }
        return frame;
    }
}
