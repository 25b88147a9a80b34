package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * The parameters of a request that is as the {@link Contract} says. What they mean is checked when they are read:
 * {@link MessageException} if it is wrong.
 */
record Query(MultiMap parameters) {
    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /** How many items are wanted: {@code ?limit=}. */
    int limit(int unlessGiven) {
        return text("limit").map(Integer::parseInt).orElse(unlessGiven);
    }

    long number(String name, long unlessGiven) {
        return text(name).map(Long::parseLong).orElse(unlessGiven);
    }

    Optional<StreamKey> key(String name) {
        return text(name).map(Query::parseKey);
    }

    static StreamKey parseKey(String path) {
        try {
            return StreamKey.parse("", path);
        } catch (IllegalArgumentException e) {
            throw new MessageException(String.valueOf(e.getMessage()), path);
        }
    }
}
