package dev.headwater.rtmp.message;

import java.util.Locale;

/** Third argument of publish (RTMP 1.0, 7.2.2.6). A missing or unknown one means {@link #LIVE}. */
public enum PublishType {
    LIVE,
    RECORD,
    APPEND;

    /** Reads the argument in any case; {@code appendWithGap} of Flash Media Server counts as append. */
    public static PublishType of(String argument) {
        return switch (argument.toLowerCase(Locale.ROOT)) {
            case "record" -> RECORD;
            case "append", "appendwithgap" -> APPEND;
            default -> LIVE;
        };
    }

    /** The argument on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
