package dev.headwater.media.format;

import dev.headwater.media.Codec;
import dev.headwater.media.MediaFrame;

/** How many samples a frame of audio has, as its codec counts them. Pictures have none. */
final class AudioSamples {
    /** A packet of Opus is 120 ms at most (RFC 6716, 3.2.5). */
    private static final int MAX_OPUS = 5_760;

    /** The same for each frame of the track; 0 if frames tell it themselves, or nobody does. */
    private final int constant;

    private final Codec codec;

    AudioSamples(TrackFormat track) {
        codec = track.codec();
        constant = switch (codec) {
            case AAC ->
                AacConfiguration.read(track.record())
                        .map(AacConfiguration::frameSamples)
                        .orElse(0);
            case FLAC -> FlacStreamInfo.blockSamples(track.record());
            default -> 0;
        };
    }

    /** Samples in units of the track's timescale; 0 if unknown. */
    int of(MediaFrame frame) {
        int from = frame.bodyStart();
        byte[] payload = frame.payload();
        return switch (codec) {
            case OPUS -> opus(payload, from);
            case MP3 -> Mp3Header.read(payload, from).map(Mp3Header::samples).orElse(0);
            case AC3, EAC3 ->
                Ac3Header.read(codec, payload, from).map(Ac3Header::samples).orElse(0);
            default -> constant;
        };
    }

    /** As the first byte of the packet says, and with {@code code} 3 the second (RFC 6716, 3.1 and 3.2.5). */
    private static int opus(byte[] payload, int from) {
        if (from >= payload.length) {
            return 0;
        }
        int configuration = payload[from] >> 3 & 0x1F;
        int frames = switch (payload[from] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> from + 1 < payload.length ? payload[from + 1] & 0x3F : 0;
        };
        int samples = frames * opusFrame(configuration);
        return samples <= MAX_OPUS ? samples : 0;
    }

    private static int opusFrame(int configuration) {
        if (configuration < 12) { // SILK: 10, 20, 40, 60 ms
            return switch (configuration & 3) {
                case 0 -> 480;
                case 1 -> 960;
                case 2 -> 1_920;
                default -> 2_880;
            };
        }
        return configuration < 16
                ? 480 << (configuration & 1) // hybrid: 10, 20 ms
                : 120 << (configuration & 3); // CELT: 2.5, 5, 10, 20 ms
    }
}
