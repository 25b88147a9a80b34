package dev.headwater.media.ts;

import dev.headwater.media.format.AacConfiguration;
import dev.headwater.media.format.TrackFormat;

/** What goes before each frame of sound so that a decoder finds it. */
sealed interface SoundFraming {
    static SoundFraming of(TrackFormat track) {
        return switch (track.codec()) {
            case AAC -> new Adts(AacConfiguration.read(track.record()).orElseThrow());
            case OPUS -> new OpusControl();
            default -> new Bare();
        };
    }

    /** A longer frame has no place. */
    int maxFrameBytes();

    /** What a frame takes with its header. */
    int bytes(int frameBytes);

    void header(int frameBytes, Bytes out);

    /** AAC (ISO/IEC 14496-3, 1.A.3.2). What spectral band replication adds is left for the decoder to find. */
    record Adts(AacConfiguration configuration) implements SoundFraming {
        private static final int BYTES = 7;

        /** Of 13 bits. */
        private static final int MAX_LENGTH = 0x1FFF;

        /** Sync word, MPEG-4, no checksum. */
        private static final int START = 0xFFF1;

        /** As the fullness of the buffer: the bit rate varies. */
        private static final int VARIABLE_RATE = 0x7FF;

        /** Whether the header can say it: types 1 to 4, a rate of the list, and a layout of speakers that has a number. */
        static boolean takes(AacConfiguration configuration) {
            return configuration.coreType() >= 1
                    && configuration.coreType() <= 4
                    && configuration.coreRateIndex() >= 0
                    && configuration.channelConfiguration() >= 1
                    && configuration.channelConfiguration() <= 7;
        }

        @Override
        public int maxFrameBytes() {
            return MAX_LENGTH - BYTES;
        }

        @Override
        public int bytes(int frameBytes) {
            return BYTES + frameBytes;
        }

        @Override
        public void header(int frameBytes, Bytes out) {
            int length = BYTES + frameBytes;
            int channels = configuration.channelConfiguration();
            out.u16(START);
            out.u8(((configuration.coreType() - 1) << 6) | (configuration.coreRateIndex() << 2) | (channels >> 2));
            out.u8((channels & 3) << 6 | length >> 11);
            out.u8(length >> 3);
            out.u16((length & 7) << 13 | VARIABLE_RATE << 2); // one frame
        }
    }

    /** Opus (Opus in MPEG-TS, 4.1: {@code opus_control_header}). */
    record OpusControl() implements SoundFraming {
        private static final int START = 0x7FE0;

        /** A byte of the length that goes on. */
        private static final int GOES_ON = 255;

        /** 48 frames of 1,275 bytes and their lengths (RFC 6716, 3.4). */
        private static final int MAX_PACKET = 61_440;

        @Override
        public int maxFrameBytes() {
            return MAX_PACKET;
        }

        @Override
        public int bytes(int frameBytes) {
            return 2 + frameBytes / GOES_ON + 1 + frameBytes;
        }

        @Override
        public void header(int frameBytes, Bytes out) {
            out.u16(START);
            out.fill(GOES_ON, frameBytes / GOES_ON);
            out.u8(frameBytes % GOES_ON);
        }
    }

    /** MP3 and AC-3, whose frames have headers of their own. */
    record Bare() implements SoundFraming {
        @Override
        public int maxFrameBytes() {
            return PesHeader.MAX_PAYLOAD_BYTES;
        }

        @Override
        public int bytes(int frameBytes) {
            return frameBytes;
        }

        @Override
        public void header(int frameBytes, Bytes out) {
            // its own
        }
    }
}
