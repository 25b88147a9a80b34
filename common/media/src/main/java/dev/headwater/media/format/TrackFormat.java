package dev.headwater.media.format;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a container says of a track before its first frame. Equal if the containers' bytes are. Immutable. */
public final class TrackFormat {
    private static final int VIDEO_TIMESCALE = 90_000;

    private static final int AV1_RECORD_BYTES = 4;

    /** Marker bit, and version 1. */
    private static final int AV1_START = 0x81;

    private static final byte[] NO_RECORD = {};

    private final FrameKind kind;
    private final Codec codec;
    private final int track;
    private final byte[] record;
    private final String rfc6381;
    private final int width;
    private final int height;
    private final int sampleRate;
    private final int channels;
    private final int timescale;

    /** @param timescale of audio: samples a second as frames count them */
    private TrackFormat(
            MediaFrame frame, byte[] record, String rfc6381, VideoFormat video, AudioFormat audio, int timescale) {
        this.kind = frame.kind();
        this.codec = frame.codec();
        this.track = frame.track();
        this.record = record;
        this.rfc6381 = rfc6381;
        this.width = video.width();
        this.height = video.height();
        this.sampleRate = audio.sampleRate();
        this.channels = audio.channels();
        this.timescale = timescale;
    }

    /**
     * The format of the track that a frame is of.
     *
     * @param frame its sequence header; or a coded frame, of codecs that have no such header or may do without (a key
     *     frame, of VP9)
     * @return empty if the frame does not tell it, its record is broken, or no container here takes the codec
     */
    public static Optional<TrackFormat> of(MediaFrame frame) {
        byte[] bytes = VideoFormat.record(frame);
        if (bytes.length == VideoFormat.MAX_RECORD_BYTES && frame.isSequenceHeader()) {
            return Optional.empty();
        }
        var track = frame.isSequenceHeader() ? ofHeader(frame, bytes) : ofCoded(frame, bytes);
        return track.filter(format -> format.timescale > 0);
    }

    private static Optional<TrackFormat> ofHeader(MediaFrame header, byte[] bytes) {
        return switch (header.codec()) {
            case AVC -> ParameterSets.read(Codec.AVC, bytes).map(sets -> video(header, bytes, CodecName.avc(bytes)));
            case HEVC -> ParameterSets.read(Codec.HEVC, bytes).map(sets -> video(header, bytes, CodecName.hevc(bytes)));
            case AV1 ->
                bytes.length >= AV1_RECORD_BYTES && (bytes[0] & 0xFF) == AV1_START
                        ? Optional.of(video(header, bytes, CodecName.av1(bytes)))
                        : Optional.empty();
            case AAC -> AacConfiguration.read(bytes).map(configuration -> aac(header, bytes, configuration));
            case OPUS -> OpusHead.whole(bytes).map(head -> audio(header, head, OpusHead.read(head)));
            case FLAC -> FlacStreamInfo.find(bytes).map(info -> audio(header, info, AudioFormat.of(header)));
            default -> Optional.empty();
        };
    }

    private static Optional<TrackFormat> ofCoded(MediaFrame frame, byte[] bytes) {
        if (!frame.isCoded()) {
            return Optional.empty();
        }
        return switch (frame.codec()) {
            case OPUS -> {
                byte[] head = OpusHead.ofPacket(bytes);
                yield Optional.of(audio(frame, head, OpusHead.read(head)));
            }
            case AC3, EAC3 ->
                Ac3Header.read(frame.codec(), bytes, 0).map(header -> audio(frame, header.boxBody(), header.format()));
            case VP9 ->
                Vp9Header.read(bytes)
                        .map(Vp9Header::configuration)
                        .map(record -> video(frame, record, CodecName.vp9(record)));
            case MP3 -> Mp3Header.read(bytes, 0).map(header -> audio(frame, NO_RECORD, header.format()));
            default -> Optional.empty();
        };
    }

    private static TrackFormat video(MediaFrame header, byte[] record, String name) {
        return new TrackFormat(
                header, record, name, VideoFormat.of(header), AudioFormat.unknown(Codec.NONE), VIDEO_TIMESCALE);
    }

    private static TrackFormat aac(MediaFrame header, byte[] bytes, AacConfiguration configuration) {
        return new TrackFormat(
                header,
                bytes,
                CodecName.aac(configuration),
                VideoFormat.unknown(Codec.NONE),
                configuration.format(),
                configuration.coreRate());
    }

    private static TrackFormat audio(MediaFrame frame, byte[] record, AudioFormat format) {
        return new TrackFormat(
                frame,
                record,
                CodecName.plain(frame.codec()),
                VideoFormat.unknown(Codec.NONE),
                format,
                format.sampleRate());
    }

    /** Whether a frame is coded media of this track. */
    public boolean takes(MediaFrame frame) {
        return frame.isCoded() && frame.kind() == kind && frame.codec() == codec && frame.track() == track;
    }

    public FrameKind kind() {
        return kind;
    }

    public Codec codec() {
        return codec;
    }

    /**
     * The codec's own description of the track: what is in {@code avcC}, {@code hvcC}, {@code av1C}, {@code vpcC} (without version
     * and flags), AudioSpecificConfig, {@code OpusHead}, STREAMINFO, {@code dac3} or {@code dec3}; empty for MP3. Not to be changed.
     */
    public byte[] record() {
        return record;
    }

    /** Name of the codec and its profile for playlists and browsers, e.g. {@code avc1.64001f} (RFC 6381). */
    public String rfc6381() {
        return rfc6381;
    }

    /** Pixels, as shown; 0 for audio, and if unknown. */
    public int width() {
        return width;
    }

    /** The same. */
    public int height() {
        return height;
    }

    /** Samples a second as they are played; 0 for video. */
    public int sampleRate() {
        return sampleRate;
    }

    /** 0 for video, and if unknown. */
    public int channels() {
        return channels;
    }

    /** Units of a second in which containers count the track's time: what frames of audio count their samples by. */
    public int timescale() {
        return timescale;
    }

    /** A time on the stream's timeline in units of {@link #timescale}, rounded. */
    public long ticks(long ms) {
        return (ms * timescale + 500) / 1_000;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrackFormat that
                && codec == that.codec
                && track == that.track
                && width == that.width
                && height == that.height
                && sampleRate == that.sampleRate
                && channels == that.channels
                && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return 31 * codec.hashCode() + Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return rfc6381 + (kind == FrameKind.VIDEO ? " %dx%d".formatted(width, height) : " %d Hz".formatted(sampleRate));
    }
}
