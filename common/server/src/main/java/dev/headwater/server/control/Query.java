package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** The parameters of a request, each checked when it is read: {@link MessageException} if it is wrong. */
record Query(MultiMap parameters) {
    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /** How many items are wanted: {@code ?limit=}. */
    int limit(int unlessGiven) {
        var given = text("limit");
        try {
            int limit = given.map(Integer::parseInt).orElse(unlessGiven);
            if (limit >= 1 && limit <= Ask.MAX_ITEMS) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new MessageException("limit is a number from 1 to " + Ask.MAX_ITEMS, given.orElse(""));
    }

    /** A whole number from 0 on. */
    long number(String name, long unlessGiven) {
        var given = text(name);
        try {
            long number = given.map(Long::parseLong).orElse(unlessGiven);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new MessageException(name + " is a whole number from 0 on", given.orElse(""));
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
