package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that another node sent, each checked when it is read: {@link MessageException} if it is wrong. */
record Fields(JsonObject json) {
    /** More than the largest answer: a thousand clients that use as many streams as they may. */
    private static final int MAX_CHARS = 16 << 20;

    private static final int MAX_TEXT = 1_024;

    static Fields parse(@Nullable Object body) {
        if (!(body instanceof String text)) {
            throw new MessageException("the message is not a text", body == null ? "null" : body.getClass());
        }
        if (text.length() > MAX_CHARS) {
            throw new MessageException("the message is over " + MAX_CHARS + " characters", text.length());
        }
        try {
            return new Fields(new JsonObject(text));
        } catch (DecodeException e) {
            throw new MessageException("the message is not a JSON object", text);
        }
    }

    String text(String name) {
        if (!(json.getValue(name) instanceof String text) || text.length() > MAX_TEXT) {
            throw wrong(name, "a text of at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    Optional<String> textIfThere(String name) {
        return json.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** A whole number. */
    long number(String name, long min, long max) {
        long number = json.getValue(name) instanceof Number value && isWhole(value) ? value.longValue() : min - 1;
        if (number < min || number > max) {
            throw wrong(name, "a whole number from %d to %d".formatted(min, max));
        }
        return number;
    }

    private static boolean isWhole(Number value) {
        return value instanceof Integer || value instanceof Long;
    }

    /** A whole number from 0 on; 0 if it is not there. */
    long numberIfThere(String name, long max) {
        return json.containsKey(name) ? number(name, 0, max) : 0;
    }

    /** A number from 0 on; 0 if it is not there. */
    double decimalIfThere(String name, double max) {
        double number = json.getValue(name, 0) instanceof Number value ? value.doubleValue() : -1;
        if (number >= 0 && number <= max) {
            return number;
        }
        throw wrong(name, "a number from 0 to " + max);
    }

    /** Bytes, as a text in Base64 (RFC 4648, 4). */
    Optional<Buffer> bytesIfThere(String name) {
        if (!json.containsKey(name)) {
            return Optional.empty();
        }
        if (json.getValue(name) instanceof String text) {
            try {
                return Optional.of(Buffer.buffer(Base64.getDecoder().decode(text)));
            } catch (IllegalArgumentException e) {
                throw wrong(name, "Base64: " + e.getMessage());
            }
        }
        throw wrong(name, "a text in Base64");
    }

    boolean flag(String name) {
        if (!(json.getValue(name) instanceof Boolean flag)) {
            throw wrong(name, "true or false");
        }
        return flag;
    }

    Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw wrong(name, "a time as 2026-01-31T23:59:59Z");
        }
    }

    StreamKey key(String name) {
        return key(name, text(name));
    }

    private StreamKey key(String name, String text) {
        try {
            return StreamKey.ofText(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, "streams as app/name: " + e.getMessage());
        }
    }

    Fields object(String name) {
        if (!(json.getValue(name) instanceof JsonObject object)) {
            throw wrong(name, "an object");
        }
        return new Fields(object);
    }

    Optional<Fields> objectIfThere(String name) {
        return json.containsKey(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<StreamKey> keys(String name, int max) {
        return list(name, max, item -> {
            if (!(item instanceof String text)) {
                throw wrong(name, "streams as app/name");
            }
            return key(name, text);
        });
    }

    <T> List<T> objects(String name, int max, Function<Fields, T> reader) {
        return list(name, max, item -> {
            if (!(item instanceof JsonObject object)) {
                throw wrong(name, "a list of objects");
            }
            return reader.apply(new Fields(object));
        });
    }

    private <T> List<T> list(String name, int max, Function<@Nullable Object, T> reader) {
        if (!(json.getValue(name) instanceof JsonArray array) || array.size() > max) {
            throw wrong(name, "a list of at most " + max);
        }
        var list = new ArrayList<T>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(reader.apply(array.getValue(i)));
        }
        return List.copyOf(list);
    }

    private MessageException wrong(String name, String expected) {
        return new MessageException(name + " is not " + expected, String.valueOf(json.getValue(name)));
    }
}
