package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.util.Optional;

/**
 * The start of each frame of AC-3 and E-AC-3 (ETSI TS 102 366, 4.3.1, 4.3.2 and E.1.2), from which MP4 makes the box that
 * describes the track (the same, F.4 and F.6).
 *
 * @param box the body of {@code dac3} or {@code dec3}, its bits from the left: 24 or 40
 * @param samples in the frame
 */
record Ac3Header(Codec codec, long box, int sampleRate, int channels, int samples) {
    private static final int SYNC = 0x0B77;
    private static final int[] RATES = {48_000, 44_100, 32_000};
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};

    /** By {@code frmsizecod}, two of which share a bit rate. */
    private static final int BIT_RATES = 19;

    private static final int BLOCK_SAMPLES = 256;
    private static final int BLOCKS = 6;

    /** By {@code numblkscod}. */
    private static final int[] BLOCKS_OF_ENHANCED = {1, 2, 3, BLOCKS};

    private static final int FIRST_ENHANCED_ID = 11;
    private static final int LAST_ENHANCED_ID = 16;

    /** Empty if the frame is not of this codec, or is reduced to a half or a quarter of its rate. */
    static Optional<Ac3Header> read(Codec codec, byte[] frame, int from) {
        var in = new BitReader(frame, from, frame.length);
        if (in.bits(16) != SYNC) {
            return Optional.empty();
        }
        var header = codec == Codec.AC3 ? plain(in) : enhanced(in);
        return in.isBroken() ? Optional.empty() : header;
    }

    private static Optional<Ac3Header> plain(BitReader in) {
        in.skip(16); // crc1
        int rate = in.bits(2);
        int sizeCode = in.bits(6);
        int id = in.bits(5);
        int mode = in.bits(3); // bsmod
        int layout = in.bits(3); // acmod
        in.skip(mixLevelBits(layout));
        int lowFrequency = in.bits(1);
        if (rate >= RATES.length || sizeCode >= 2 * BIT_RATES || id >= FIRST_ENHANCED_ID) {
            return Optional.empty();
        }
        long box = rate;
        box = box << 5 | id;
        box = box << 3 | mode;
        box = box << 3 | layout;
        box = box << 1 | lowFrequency;
        box = box << 5 | sizeCode >> 1;
        box <<= 5;
        return Optional.of(
                new Ac3Header(Codec.AC3, box, RATES[rate], CHANNELS[layout] + lowFrequency, BLOCKS * BLOCK_SAMPLES));
    }

    /** {@code cmixlev}, {@code surmixlev}, {@code dsurmod}, which come or not before {@code lfeon}. */
    private static int mixLevelBits(int layout) {
        boolean centre = (layout & 1) != 0 && layout != 1;
        boolean surround = (layout & 4) != 0;
        return (centre ? 2 : 0) + (surround ? 2 : 0) + (layout == 2 ? 2 : 0);
    }

    private static Optional<Ac3Header> enhanced(BitReader in) {
        in.skip(2 + 3); // strmtyp, substreamid
        int words = 1 + in.bits(11);
        int rate = in.bits(2);
        int blocks = BLOCKS_OF_ENHANCED[in.bits(2)];
        int layout = in.bits(3);
        int lowFrequency = in.bits(1);
        int id = in.bits(5);
        if (rate >= RATES.length || id < FIRST_ENHANCED_ID || id > LAST_ENHANCED_ID) {
            return Optional.empty();
        }
        int samples = blocks * BLOCK_SAMPLES;
        long kilobits = Math.min(words * 16L * RATES[rate] / samples / 1_000, 0x1FFF);
        long box = kilobits << 3; // num_ind_sub: this one
        box = box << 2 | rate;
        box = box << 5 | id;
        box <<= 1 + 1 + 3; // reserved, asvc, bsmod
        box = box << 3 | layout;
        box = box << 1 | lowFrequency;
        box <<= 3 + 4 + 1; // reserved, num_dep_sub, reserved
        return Optional.of(new Ac3Header(Codec.EAC3, box, RATES[rate], CHANNELS[layout] + lowFrequency, samples));
    }

    AudioFormat format() {
        return new AudioFormat(codec, "", sampleRate, channels);
    }

    byte[] boxBody() {
        byte[] body = new byte[codec == Codec.AC3 ? 3 : 5];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (box >> (Byte.SIZE * (body.length - 1 - i)));
        }
        return body;
    }
}
