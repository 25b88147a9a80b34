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
 * H.264 and sound as far as servers and demuxers look: true sequence headers, one slice a frame with its length before it, a
 * key frame at the start of each GOP. The slices hold no picture. Confined to the publisher's event loop.
 */
public final class GeneratedSource implements Source {
    private static final int AVC_CODEC_ID = 7;

    /** Tag header, room for the NAL unit's length, and the start of an IDR or another slice. */
    private static final byte[] KEY_FRAME = HexFormat.of().parseHex("1701000000" + "00000000" + "658884");

    private static final byte[] INTER_FRAME = HexFormat.of().parseHex("2701000000" + "00000000" + "419a21");

    private static final int TAG_HEADER_BYTES = 5;
    private static final int LENGTH_BYTES = 4;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Shape shape;
    private final Format format;
    private final long publication;
    private final byte[] keyFrame;
    private final byte[] interFrame;
    private final byte[] audioFrame;
    private final int soundStampAt;
    private long videoFrames;
    private long audioFrames;

    /** Of a publisher who publishes once. */
    public GeneratedSource(Shape shape) {
        this(shape, 0);
    }

    /** @param publication which one it is of its stream, so that a player can tell them apart: 0 to 2^28 - 1 */
    public GeneratedSource(Shape shape, long publication) {
        this(shape, publication, Format.AVC_720P_AAC);
    }

    /** The same, coded as {@code format} says. */
    public GeneratedSource(Shape shape, long publication, Format format) {
        this.shape = shape;
        this.format = format;
        this.publication = publication;
        keyFrame = video(KEY_FRAME, shape.keyFrameBytes());
        interFrame = video(INTER_FRAME, shape.interFrameBytes());
        long audioBytes = shape.audioKbps() * 1_000L / Byte.SIZE * format.samplesPerFrame() / Format.SAMPLE_RATE;
        soundStampAt = format.audioFrame().length;
        audioFrame = filled(format.audioFrame(), (int) audioBytes);
    }

    @Override
    public List<MediaFrame> headers() {
        var metadata = MediaFrame.of(
                FrameKind.DATA, 0, DataMessages.write(AmfValue.text(DataMessages.ON_META_DATA), metadata()));
        var video = MediaFrame.of(FrameKind.VIDEO, 0, format.videoHeader());
        byte[] audio = format.audioHeader();
        return shape.audio() && audio.length > 0
                ? List.of(metadata, video, MediaFrame.of(FrameKind.AUDIO, 0, audio))
                : List.of(metadata, video);
    }

    private AmfValue metadata() {
        var properties = new AmfProperties()
                .put("width", format.width())
                .put("height", format.height())
                .put("framerate", shape.fps())
                .put("videocodecid", AVC_CODEC_ID)
                .put("videodatarate", shape.kbps() - shape.audioKbps());
        if (shape.audio()) {
            properties
                    .put("audiocodecid", format.audioCodecId())
                    .put("audiodatarate", shape.audioKbps())
                    .put("audiosamplerate", Format.SAMPLE_RATE)
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
            return MediaFrame.of(FrameKind.AUDIO, timestampMs, nextSound());
        }
        byte[] payload = (videoFrames % shape.gopFrames() == 0 ? keyFrame : interFrame).clone();
        SendStamp.write(payload, KEY_FRAME.length, videoFrames, publication);
        videoFrames++;
        return MediaFrame.of(FrameKind.VIDEO, timestampMs, payload);
    }

    /** Too short for a stamp below about 20 kbit/s. */
    private byte[] nextSound() {
        byte[] payload = audioFrame.clone();
        if (payload.length - soundStampAt >= SendStamp.BYTES) {
            SendStamp.writeInSound(payload, soundStampAt, audioFrames, publication);
        }
        audioFrames++;
        return payload;
    }

    private boolean isVideoNext() {
        return !shape.audio() || videoDueNanos() <= audioDueNanos();
    }

    private long videoDueNanos() {
        return videoFrames * NANOS_PER_SECOND / shape.fps();
    }

    private long audioDueNanos() {
        long samples = audioFrames * format.samplesPerFrame();
        return samples / Format.SAMPLE_RATE * NANOS_PER_SECOND
                + samples % Format.SAMPLE_RATE * NANOS_PER_SECOND / Format.SAMPLE_RATE;
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
