package dev.headwater.media.format;

import dev.headwater.media.Codec;
import dev.headwater.media.MediaFrame;
import java.util.Optional;

/**
 * How sound is coded.
 *
 * @param profile as people name it, e.g. {@code LC}; empty if there is none or it is unknown
 * @param sampleRate samples a second as they are played; 0 if unknown
 * @param channels 0 if unknown
 */
public record AudioFormat(Codec codec, String profile, int sampleRate, int channels) {
    /** What Opus is decoded to, whatever went into the encoder (RFC 7845, 5.1). */
    static final int OPUS_RATE = 48_000;

    private static final int MAX_RATE = 768_000;
    private static final int MAX_CHANNELS = 255;

    public AudioFormat {
        sampleRate = sampleRate < 0 || sampleRate > MAX_RATE ? 0 : sampleRate;
        channels = channels < 0 || channels > MAX_CHANNELS ? 0 : channels;
    }

    /** What an audio frame tells: its codec, and the rest where a frame like this one has it. */
    public static AudioFormat of(MediaFrame frame) {
        byte[] record = VideoFormat.record(frame);
        return switch (frame.codec()) {
            case AAC ->
                (frame.isSequenceHeader() ? AacConfiguration.read(record) : Optional.<AacConfiguration>empty())
                        .map(AacConfiguration::format)
                        .orElseGet(() -> unknown(Codec.AAC));
            case OPUS ->
                frame.isSequenceHeader() ? OpusHead.read(record) : new AudioFormat(Codec.OPUS, "", OPUS_RATE, 0);
            case MP3 -> Mp3Header.read(record, 0).map(Mp3Header::format).orElseGet(() -> unknown(Codec.MP3));
            case FLAC -> frame.isSequenceHeader() ? FlacStreamInfo.read(record) : unknown(Codec.FLAC);
            case AC3, EAC3 ->
                Ac3Header.read(frame.codec(), record, 0).map(Ac3Header::format).orElseGet(() -> unknown(frame.codec()));
            case G711_ALAW, G711_ULAW -> new AudioFormat(frame.codec(), "", 8_000, 1);
            case SPEEX -> new AudioFormat(Codec.SPEEX, "", 16_000, 1);
            default -> unknown(frame.codec());
        };
    }

    static AudioFormat unknown(Codec codec) {
        return new AudioFormat(codec, "", 0, 0);
    }
}
