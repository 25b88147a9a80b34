package dev.headwater.media.segment;

import dev.headwater.media.fmp4.InitSegment;
import dev.headwater.media.format.TrackFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a decoder is set up with before the segments of an fMP4 rendition, under a name made of its content. Immutable. */
public final class InitFile {
    private static final int ID_BYTES = 6;

    private final TrackFormat format;
    private final byte[] bytes;
    private final String id;

    private InitFile(TrackFormat format) {
        this.format = format;
        this.bytes = InitSegment.of(format);
        this.id = HexFormat.of().formatHex(digest(bytes), 0, ID_BYTES);
    }

    static InitFile of(TrackFormat format) {
        return new InitFile(format);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What it is of. */
    public TrackFormat format() {
        return format;
    }

    /** Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Equal for equal bytes, on all nodes. */
    public String id() {
        return id;
    }
}
