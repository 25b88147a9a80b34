package dev.headwater.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An encoder's user and what he may publish. {@link #toString} does not show the verifier.
 *
 * @param salt sent to whoever says that he is this user
 * @param verifier base64 of the MD5 of user, salt and password: all that Adobe's authmod lets a server keep. Whoever has it can log in
 */
public record UserEntry(String user, List<StreamPattern> streams, String salt, String verifier) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("adobe:([0-9a-f]{8,64}):([A-Za-z0-9+/]{22}==)");
    private static final String FORM = "a user as: name app/name adobe:salt:hash";

    public UserEntry {
        streams = List.copyOf(streams);
    }

    /** Reads {@code name app/name ... adobe:salt:hash}. */
    public static UserEntry parse(String text) {
        var words = List.of(text.strip().split("\\s+", -1));
        var hash = HASH.matcher(words.getLast());
        if (words.size() < 3 || !USER.matcher(words.getFirst()).matches() || !hash.matches()) {
            throw new IllegalArgumentException("expected " + FORM);
        }
        var streams = words.subList(1, words.size() - 1).stream()
                .map(StreamPattern::parse)
                .toList();
        return new UserEntry(words.getFirst(), streams, hash.group(1), hash.group(2));
    }

    /** The line for the configuration. Secret. */
    public static String line(String user, List<StreamPattern> streams, String salt, String password) {
        var words = new StringBuilder(user);
        streams.forEach(stream -> words.append(' ').append(stream));
        return words + " adobe:" + salt + ":" + digest(user + salt + password);
    }

    /** Base64 of the MD5, as Adobe's authmod has it. */
    public static String digest(String text) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(md5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return user + " " + streams;
    }
}
