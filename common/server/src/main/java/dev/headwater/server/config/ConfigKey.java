package dev.headwater.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * One key of the configuration, as the operator sees it.
 *
 * @param name without prefix: {@code rtmp.port}
 * @param defaultText for people: the default, or how it is found
 * @param converter reads a value; its exception's message says what was expected
 * @param bounds smallest and largest value
 * @param secret whether nobody may read the value: {@link Secret}
 * @param reload whether it may change while the node runs: {@link NeedsRestart}
 */
record ConfigKey(
        String name,
        String description,
        String defaultText,
        Converter<?> converter,
        Optional<Bounds> bounds,
        boolean secret,
        Reload reload) {
    static final String ENVIRONMENT_PREFIX = "HEADWATER_";

    /** When a value may change while the node runs. */
    enum Reload {
        ALWAYS,
        /** From one value to another. */
        WHILE_SET,
        NEVER
    }

    /** Smallest and largest value, both included. */
    record Bounds(String min, String max) {}

    /** Whether a reload may change it from one text to another; empty if it is not set. */
    boolean mayChange(String from, String to) {
        return switch (reload) {
            case ALWAYS -> true;
            case WHILE_SET -> !from.isEmpty() && !to.isEmpty();
            case NEVER -> false;
        };
    }

    /** For people. */
    String changes() {
        return switch (reload) {
            case ALWAYS -> "by reload";
            case WHILE_SET -> "by reload; to set or unset it, by restart";
            case NEVER -> "by restart";
        };
    }

    /** A value as messages quote it. */
    String shown(String text) {
        return secret ? "..." : text;
    }

    /** The same key under another name. */
    ConfigKey named(String other) {
        return new ConfigKey(other, description, defaultText, converter, bounds, secret, reload);
    }

    /** {@code HEADWATER_RTMP_PORT} for {@code rtmp.port}. */
    String environmentName() {
        return ENVIRONMENT_PREFIX + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code text} is no value for this key; the message says what is */
    void check(String text) {
        var value = converter.convert(text);
        bounds.ifPresent(limit -> {
            if (compare(value, limit.min()) < 0 || compare(value, limit.max()) > 0) {
                throw new IllegalArgumentException("expected %s to %s".formatted(limit.min(), limit.max()));
            }
        });
    }

    private int compare(Object value, String limit) {
        return switch (value) {
            case Integer number -> number.compareTo((Integer) converter.convert(limit));
            case Long number -> number.compareTo((Long) converter.convert(limit));
            case Duration duration -> duration.compareTo((Duration) converter.convert(limit));
            default -> throw new IllegalStateException(name + " has bounds but no order");
        };
    }
}
