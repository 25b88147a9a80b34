package dev.headwater.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;

/**
 * The one canonical name of a stream in the whole cluster: {@code app/name}. Made once, where a client's name enters.
 *
 * <p>Each part has 1 to 256 bytes in segments of {@code [A-Za-z0-9._~-]} and letters or digits of other scripts; no
 * segment starts or ends with a dot. The app has one segment or several with single slashes between them, the name has
 * one. Text is in Unicode's form NFC. So a key is safe in logs and URLs, and one stream has one key.
 */
public record StreamKey(String app, String name) {
    /** App of a client that names only one segment, as in {@code rtmp://host/name}. */
    public static final String DEFAULT_APP = "live";

    private static final int MAX_BYTES = 256;

    /** @throws IllegalArgumentException if a part is not as above; the message quotes nothing of it */
    public StreamKey {
        checkPart("app", app);
        checkPart("name", name);
        if (name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("stream name has more than one segment");
        }
    }

    /**
     * The key for what a client sent. Clients cut {@code rtmp://host/a/b/c} at different slashes, so all segments are
     * joined and cut once, at the last slash. Queries and {@code _definst_} are dropped, and so are {@code mp4:} and its
     * like before the name; percent signs are decoded once.
     *
     * @param app of {@code connect}, may be empty
     * @param name of {@code publish} or {@code play}, may be empty
     * @throws IllegalArgumentException if no key can be made of it; the message quotes nothing of what was sent
     */
    public static StreamKey parse(String app, String name) {
        String path = ClientPath.join(ClientPath.clean(app), ClientPath.withoutContainer(ClientPath.clean(name)));
        return path.indexOf('/') < 0 ? new StreamKey(DEFAULT_APP, path) : ofText(path);
    }

    /**
     * The key whose {@link #toString} this is, as nodes and configurations write it: no client's name, nothing is dropped or decoded.
     *
     * @throws IllegalArgumentException if it is none; the message quotes nothing of it
     */
    public static StreamKey ofText(String text) {
        int lastSlash = text.lastIndexOf('/');
        if (lastSlash < 0) {
            throw new IllegalArgumentException("expected the stream as app/name");
        }
        return new StreamKey(text.substring(0, lastSlash), text.substring(lastSlash + 1));
    }

    /** {@code app/name}. */
    @Override
    public String toString() {
        return app + "/" + name;
    }

    private static void checkPart(String what, String part) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException("stream %s is empty".formatted(what));
        }
        if (part.length() > MAX_BYTES || part.getBytes(UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("stream %s is over %d bytes".formatted(what, MAX_BYTES));
        }
        part.codePoints().filter(c -> !isAllowed(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException("stream %s has the character U+%04X".formatted(what, c));
        });
        if (!Normalizer.isNormalized(part, Normalizer.Form.NFC)) {
            throw new IllegalArgumentException("stream %s is not in Unicode's form NFC".formatted(what));
        }
        for (String segment : part.split("/", -1)) {
            if (segment.isEmpty()) {
                throw new IllegalArgumentException("stream %s has an empty segment".formatted(what));
            }
            if (segment.startsWith(".") || segment.endsWith(".")) {
                throw new IllegalArgumentException("stream %s has a segment with a dot at its edge".formatted(what));
            }
        }
    }

    private static boolean isAllowed(int c) {
        return Character.isLetterOrDigit(c) || "._~-/".indexOf(c) >= 0;
    }
}
