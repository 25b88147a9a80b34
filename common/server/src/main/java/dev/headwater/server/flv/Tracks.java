package dev.headwater.server.flv;

import dev.headwater.media.FrameKind;
import java.util.Optional;

/** Which of a stream's frames a player wants: {@code ?only=audio}. */
enum Tracks {
    ALL,
    AUDIO,
    VIDEO;

    /** @param only as asked for; nothing is all */
    static Optional<Tracks> of(String only) {
        return switch (only) {
            case "" -> Optional.of(ALL);
            case "audio" -> Optional.of(AUDIO);
            case "video" -> Optional.of(VIDEO);
            default -> Optional.empty();
        };
    }

    boolean has(FrameKind kind) {
        return switch (kind) {
            case AUDIO -> this != VIDEO;
            case VIDEO -> this != AUDIO;
            case DATA -> true;
        };
    }
}
