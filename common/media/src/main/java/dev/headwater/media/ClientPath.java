package dev.headwater.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;

/** The app or name that a client sent, step by step made a path of plain segments. {@link StreamKey} judges the result. */
final class ClientPath {
    /** What Flash calls the default instance of an app: {@code live/_definst_} is {@code live}. */
    private static final String DEFAULT_INSTANCE = "_definst_";

    /** What players ask for instead of, or on top of, an extension: {@code mp4:clip} or {@code mp4:clip.mp4}. */
    private static final List<String> CONTAINERS = List.of("flv", "mp4", "mp3");

    private static final int ESCAPE_CHARS = 3;

    private ClientPath() {}

    /** Without query, escapes, default instance and slashes at the edges. */
    static String clean(String sent) {
        String decoded = Normalizer.normalize(decode(withoutQuery(sent)), Normalizer.Form.NFC);
        var path = new StringBuilder(decoded.length());
        for (String segment : withoutEdgeSlashes(decoded).split("/", -1)) {
            if (!segment.equals(DEFAULT_INSTANCE)) {
                path.append(path.isEmpty() ? "" : "/").append(segment);
            }
        }
        return path.toString();
    }

    /** {@code clip} of {@code mp4:clip} and {@code mp4:clip.mp4}; a name with nothing else in it stays as it is. */
    static String withoutContainer(String name) {
        for (String container : CONTAINERS) {
            if (name.startsWith(container + ":")) {
                String rest = withoutEdgeSlashes(name.substring(container.length() + 1));
                String extension = "." + container;
                String bare = rest.endsWith(extension) ? rest.substring(0, rest.length() - extension.length()) : rest;
                return bare.isEmpty() ? name : bare;
            }
        }
        return name;
    }

    static String join(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "/" + second;
    }

    private static String withoutQuery(String sent) {
        for (int i = 0; i < sent.length(); i++) {
            if (sent.charAt(i) == '?' || sent.charAt(i) == '#') {
                return sent.substring(0, i);
            }
        }
        return sent;
    }

    private static String withoutEdgeSlashes(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (from < to && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }

    /** Decodes percent signs once. An escaped slash is refused: it would cut the path where the sender did not. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int escape = text.indexOf('%', at);
            int end = escape < 0 ? text.length() : escape;
            bytes.writeBytes(text.substring(at, end).getBytes(UTF_8));
            at = end;
            if (escape >= 0) {
                bytes.write(escaped(text, escape));
                at += ESCAPE_CHARS;
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("stream path has escapes that are not UTF-8", e);
        }
    }

    private static int escaped(String text, int percent) {
        int end = percent + ESCAPE_CHARS;
        if (end > text.length()
                || !HexFormat.isHexDigit(text.charAt(percent + 1))
                || !HexFormat.isHexDigit(text.charAt(percent + 2))) {
            throw new IllegalArgumentException("stream path has a percent sign without two hexadecimal digits");
        }
        int value = HexFormat.fromHexDigits(text, percent + 1, end);
        if (value == '/') {
            throw new IllegalArgumentException("stream path has an escaped slash");
        }
        return value;
    }
}
