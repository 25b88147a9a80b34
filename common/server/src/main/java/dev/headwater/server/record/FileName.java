package dev.headwater.server.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.StreamKey;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of files made of what clients call their streams. Whatever that is, a name is one segment of plain ASCII, not hidden, shorter than
 * any file system's limit, and another one for another stream.
 */
final class FileName {
    static final String SUFFIX = ".flv";
    static final String PART_SUFFIX = SUFFIX + ".part";

    private static final Pattern PART = Pattern.compile(".+-\\d{8}T\\d{9}Z-\\d+" + Pattern.quote(PART_SUFFIX));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** With time and epoch it stays below the 255 bytes that file systems have for a name. */
    private static final int MAX_CHARS = 120;

    private static final int HASH_BYTES = 8;
    private static final String PLAIN = "-_~.";

    private FileName() {}

    /** {@code live/show-20261122T101500123Z-7.flv}: app, name, when it began, epoch. */
    static Path of(StreamKey stream, Instant since, long epoch) {
        return Path.of(
                encoded(stream.app()),
                "%s-%s-%d%s".formatted(encoded(stream.name()), TIME.format(since), epoch, SUFFIX));
    }

    /** Whether it is the name of a file of ours that is not whole. */
    static boolean isPart(Path file) {
        return PART.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** As in a URL, with dots at the start as well; what gets too long ends in a hash of the whole. */
    static String encoded(String text) {
        var name = new StringBuilder(text.length());
        for (byte b : text.getBytes(UTF_8)) {
            if (isPlain(b) && !(b == '.' && name.isEmpty())) {
                name.append((char) b);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        if (name.length() <= MAX_CHARS) {
            return name.toString();
        }
        String hash = HexFormat.of().formatHex(sha256(text), 0, HASH_BYTES);
        return name.substring(0, MAX_CHARS - 1 - hash.length()) + "%" + hash;
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
